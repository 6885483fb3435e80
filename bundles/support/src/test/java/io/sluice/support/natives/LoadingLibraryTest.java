package io.sluice.support.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.natives.NativeLibrary;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.support.testing.TestFramework;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Whoever waits for a library gets it when it is loaded, and is told when it cannot be. */
class LoadingLibraryTest {

    private TestFramework framework;
    private BundleContext context;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of());
        context = framework.context();
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
    }

    @Test
    void theStartGoesOnWhileTheLibraryIsLoadedAndItIsOfferedAfterwards() throws Exception {
        CountDownLatch loaded = new CountDownLatch(1);
        try (LoadingLibrary loading = new LoadingLibrary(context, "slow", () -> {
            loaded.await();
            return "3.2";
        })) {
            assertNull(context.getServiceReference(NativeLibrary.class), "offered before it is there");
            loaded.countDown();
            TestFramework.await("offered", () -> context.getServiceReference(NativeLibrary.class) != null);
            ServiceReference<NativeLibrary> reference = context.getServiceReference(NativeLibrary.class);
            assertEquals("slow", reference.getProperty(NativeLibrary.NAME));
            assertEquals("3.2", context.getService(reference).version());
            assertNull(context.getServiceReference(StatusSource.class));
        }
    }

    @Test
    void ofSeveralBuildsTheServiceSaysWhichWasLoaded() throws Exception {
        try (LoadingLibrary loading = new LoadingLibrary("several", () -> new LoadingLibrary.Loaded("1", Map.of(
                NativeLibrary.BUILD, "large")), context)) {
            TestFramework.await("offered", () -> context.getServiceReference(NativeLibrary.class) != null);
            assertEquals("large", context.getServiceReference(NativeLibrary.class).getProperty(NativeLibrary.BUILD));
        }
    }

    @Test
    void aLibraryThatCannotBeLoadedIsAFailedStatus() throws Exception {
        try (LoadingLibrary loading = new LoadingLibrary(context, "absent", () -> {
            System.load("/nowhere/libabsent.so");
            return "";
        })) {
            TestFramework.await("told", () -> context.getServiceReference(StatusSource.class) != null);
        }
        Status status = context.getService(context.getServiceReference(StatusSource.class)).statuses().iterator().next();
        assertEquals(Health.FAILED, status.health());
        assertEquals("native.library.unloadable", status.code());
        assertTrue(status.message().contains("libabsent.so"), status.message());
        assertFalse(status.remedy().isEmpty());
        assertNull(context.getServiceReference(NativeLibrary.class));
    }

    @Test
    void aBundleThatStopsMeanwhileWaitsForTheLoad() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch loaded = new CountDownLatch(1);
        LoadingLibrary loading = new LoadingLibrary(context, "slow", () -> {
            begun.countDown();
            loaded.await();
            return "1";
        });
        begun.await();
        Thread stopping = new Thread(loading::close);
        stopping.start();
        TestFramework.await("it waits", () -> stopping.getState() == Thread.State.TIMED_WAITING);
        loaded.countDown();
        stopping.join();
        assertEquals("1", context.getService(context.getServiceReference(NativeLibrary.class)).version());
    }
}
