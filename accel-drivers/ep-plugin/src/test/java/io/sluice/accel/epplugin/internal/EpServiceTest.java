package io.sluice.accel.epplugin.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.epplugin.internal.EpStandIn.Fault;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.support.testing.TestFramework;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The device as a service that comes and goes with its library, its driver and its chip. */
class EpServiceTest {

    @TempDir
    static Path libraries;

    @TempDir
    Path folder;

    private static EpStandIn standIn;

    private TestFramework framework;
    private EpPluginDriver driver;

    @BeforeAll
    static void compile() throws Exception {
        standIn = EpStandIn.compile(libraries.resolve("libep_service.so"), "StandInEP");
    }

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of());
        driver = activate(Settings.of(standIn.library()));
    }

    @AfterEach
    void stop() throws Exception {
        standIn.fails(Fault.NONE);
        standIn.control().standin_continue(1);
        driver.deactivate();
        framework.close();
        standIn.control().standin_continue(0);
        assertEquals(0, standIn.control().standin_live());
        assertEquals(0, standIn.control().standin_factories());
        assertEquals(0, standIn.control().standin_misuses());
    }

    @Test
    void isOfferedAndWithdrawn() throws Exception {
        Accelerator npu = awaitAccelerator();
        assertEquals("npu-0", reference().orElseThrow().getProperty(Accelerator.ID));
        await("npu-0", Health.OK, "accelerator.ready");
        driver.deactivate();
        assertTrue(reference().isEmpty());
        assertTrue(status("npu-0").isEmpty());
        assertEquals("accelerator.gone",
                assertThrows(UnavailableException.class, () -> npu.load(EpStandIn.whole(folder))).code());
    }

    @Test
    void saysWhichModelsTheProviderTakesTooLittleOf() throws Exception {
        Accelerator npu = awaitAccelerator();
        InferenceSession part = npu.load(EpStandIn.part(folder));
        await("npu-0", Health.DEGRADED, "accelerator.model.partial");
        assertThrows(RejectedException.class, () -> npu.load(EpStandIn.none(folder)));
        await("npu-0", Health.DEGRADED, "accelerator.model.unclaimed");
        part.close();
    }

    @Test
    void aDriverThatIsUpdatedWhileAModelRunsWaitsForTheRunAndComesBack() throws Exception {
        ExecutorService callers = Executors.newCachedThreadPool();
        try {
            InferenceSession session = awaitAccelerator().load(EpStandIn.hanging(folder));
            Binding binding = session.bind();
            Future<?> run = callers.submit(binding::run);
            assertEquals(1, standIn.control().standin_await(1));
            Future<?> stopping = callers.submit(driver::deactivate);
            TestFramework.await("withdrawn", () -> reference().isEmpty());
            assertEquals(1, standIn.control().standin_factories(), "the library stays while the run is in it");
            standIn.control().standin_continue(1);
            run.get(20, TimeUnit.SECONDS);
            stopping.get(20, TimeUnit.SECONDS);
            assertEquals(0, standIn.control().standin_factories());
            assertEquals("accelerator.session.closed",
                    assertThrows(UnavailableException.class, binding::run).code());
            binding.close();
            driver = activate(Settings.of(standIn.library()));
            try (InferenceSession again = awaitAccelerator().load(EpStandIn.whole(folder)); Binding fresh = again.bind()) {
                fresh.run();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void aRunThatDoesNotEndKeepsTheLibraryButHoldsUpNobody() throws Exception {
        driver.deactivate();
        driver = activate(Settings.of(standIn.library()).with("run_limit_seconds", 1));
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Binding binding = awaitAccelerator().load(EpStandIn.hanging(folder)).bind();
            Future<?> run = caller.submit(binding::run);
            assertEquals(1, standIn.control().standin_await(1));
            driver.deactivate();
            assertEquals(1, standIn.control().standin_factories(), "the run is in the library");
            driver = activate(Settings.of(standIn.library()));
            await("npu", Health.FAILED, "accelerator.library.claimed");
            standIn.control().standin_continue(1);
            // Told to stop, but ONNX Runtime looks between two steps only, and this was the last.
            run.get(20, TimeUnit.SECONDS);
            TestFramework.await("offered again", () -> reference().isPresent());
            await("npu-0", Health.OK, "accelerator.ready");
            binding.close();
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void aDeviceThatIsLostIsWithdrawnAndOfferedAgain() throws Exception {
        Accelerator first = awaitAccelerator();
        InferenceSession session = first.load(EpStandIn.whole(folder));
        Binding binding = session.bind();
        standIn.fails(Fault.LOST);
        assertEquals("accelerator.device.lost", assertThrows(UnavailableException.class, binding::run).code());
        TestFramework.await("withdrawn", () -> reference().isEmpty());
        await("npu-0", Health.FAILED, "accelerator.device.lost");
        binding.close();
        standIn.fails(Fault.NONE);
        TestFramework.await("offered again", () -> reference().isPresent());
        await("npu-0", Health.OK, "accelerator.ready");
    }

    @Test
    void aLibraryThatIsRemovedWhileInUseIsGivenUpAndTakenBack() throws Exception {
        InferenceSession session = awaitAccelerator().load(EpStandIn.whole(folder));
        Path away = libraries.resolve("away.so");
        Files.move(standIn.library(), away);
        try {
            await("npu", Health.FAILED, "accelerator.library.missing");
            assertTrue(reference().isEmpty());
            assertThrows(UnavailableException.class, session::bind);
            TestFramework.await("unregistered", () -> standIn.control().standin_factories() == 0);
        } finally {
            Files.move(away, standIn.library());
        }
        TestFramework.await("offered again", () -> reference().isPresent());
        TestFramework.await("no complaint left", () -> status("npu").isEmpty());
    }

    @Test
    void aLibraryThatIsReplacedIsLoadedAnew() throws Exception {
        Accelerator before = awaitAccelerator();
        Path update = Files.copy(standIn.library(), libraries.resolve("update.so"));
        Path kept = Files.move(standIn.library(), libraries.resolve("kept.so"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(update, standIn.library());
        try {
            TestFramework.await("withdrawn", () -> current().filter(now -> now == before).isEmpty());
            TestFramework.await("offered anew", () -> current().isPresent());
            driver.deactivate();
        } finally {
            Files.move(kept, standIn.library(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void wrongSettingsAreAStatusOfTheConfiguration() throws Exception {
        driver.deactivate();
        driver = activate(Settings.of(standIn.library()).with("operations", new String[] {"int8=fast"}));
        await("npu", Health.FAILED, "accelerator.settings.wrong");
        driver.deactivate();
        driver = activate(Settings.of(standIn.library()).with("options", new String[] {"core=9"}));
        await("npu-0", Health.FAILED, "accelerator.start.failed");
        assertTrue(reference().isEmpty());
    }

    private EpPluginDriver activate(Settings settings) {
        return new EpPluginDriver(framework.context(), settings.config(), () -> "");
    }

    private Accelerator awaitAccelerator() throws InterruptedException {
        TestFramework.await("an accelerator", () -> reference().isPresent());
        return framework.context().getService(reference().orElseThrow());
    }

    private Optional<Accelerator> current() {
        return reference().map(framework.context()::getService);
    }

    private Optional<ServiceReference<Accelerator>> reference() {
        return Optional.ofNullable(framework.context().getServiceReference(Accelerator.class));
    }

    private void await(String id, Health health, String code) throws InterruptedException {
        TestFramework.await(id + " " + code, () -> status(id)
                .filter(status -> status.health() == health && status.code().equals(code))
                .isPresent());
    }

    private Optional<Status> status(String id) {
        try {
            return framework.context().getServiceReferences(StatusSource.class, null).stream()
                    .flatMap(reference -> framework.context().getService(reference).statuses().stream())
                    .filter(status -> status.subject().id().equals(id))
                    .findFirst();
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
