package io.sluice.accel.nativelib.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.nativelib.DriverHost;
import io.sluice.accel.nativelib.NativeDriver;
import io.sluice.accel.nativelib.VendorLibrary;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.event.Topics;
import io.sluice.api.model.ModelData;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.support.testing.TestFramework;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** How every driver's devices come and go as services, shown on its stand-in in a real framework. */
public abstract class ServiceContract {

    private static final Duration OFTEN = Duration.ofMillis(20);

    protected TestFramework framework;

    protected abstract StandInControl control();

    /** Loads the stand-in as the vendor's library. */
    protected abstract NativeDriver open();

    /** Whether the device is listed by whatever lists the vendor's devices. */
    protected abstract void list(boolean listed) throws IOException;

    /** A model each of whose runs hangs until told to continue. */
    protected abstract ModelData hanging() throws IOException;

    @BeforeEach
    final void start() throws Exception {
        framework = new TestFramework(Map.of());
        list(true);
    }

    @AfterEach
    final void stop() throws Exception {
        control().standin_unplug(0);
        framework.close();
        assertEquals(0, control().standin_live());
        assertEquals(0, control().standin_misuses());
    }

    @Test
    final void offersTheDeviceAndTakesItBackWhenTheDriverGoes() throws Exception {
        DriverHost host = host(false);
        Accelerator accelerator = awaitAccelerator();
        assertEquals(accelerator.id(), reference().orElseThrow().getProperty(Accelerator.ID));
        await(accelerator.id(), Health.OK, "accelerator.ready");
        host.close();
        assertTrue(reference().isEmpty());
        assertEquals(0, framework.context().getServiceReferences(StatusSource.class, null).size());
    }

    @Test
    final void withdrawsADeviceThatIsPulledInMidRunAndOffersItAgain() throws Exception {
        try (DriverHost host = host(false)) {
            Accelerator first = awaitAccelerator();
            InferenceSession session = first.load(hanging());
            Binding binding = session.bind();
            Thread puller = new Thread(() -> {
                control().standin_await(1);
                control().standin_unplug(1);
                control().standin_continue(1);
            });
            puller.start();
            assertEquals("accelerator.device.lost", assertThrows(UnavailableException.class, binding::run).code());
            puller.join();
            control().standin_continue(0);
            TestFramework.await("withdrawn", () -> !offered(first));
            TestFramework.await("told", () -> announced(first.id(), "accelerator.device.lost"));
            assertEquals("accelerator.gone",
                    assertThrows(UnavailableException.class, () -> first.load(hanging())).code());
            control().standin_unplug(0);
            TestFramework.await("offered again", () -> reference().isPresent() && !offered(first));
            await(first.id(), Health.OK, "accelerator.ready");
            binding.close();
            session.close();
        }
    }

    @Test
    final void aDeviceThatIsListedButDeadIsTriedAgain() throws Exception {
        try (DriverHost host = host(false)) {
            Accelerator first = awaitAccelerator();
            control().standin_unplug(1);
            assertEquals("accelerator.device.lost",
                    assertThrows(UnavailableException.class, () -> first.load(hanging())).code());
            TestFramework.await("withdrawn", () -> !offered(first));
            control().standin_unplug(0);
            TestFramework.await("offered again", () -> reference().isPresent());
            InferenceSession session = awaitAccelerator().load(hanging());
            control().standin_continue(1);
            try (Binding binding = session.bind()) {
                binding.run();
            }
            session.close();
            control().standin_continue(0);
        }
    }

    @Test
    final void noticesADeviceThatIsGoneWhileNobodyUsesIt() throws Exception {
        try (DriverHost host = host(false)) {
            Accelerator accelerator = awaitAccelerator();
            list(false);
            TestFramework.await("withdrawn", () -> reference().isEmpty());
            await(accelerator.id(), Health.FAILED, "accelerator.device.lost");
        }
    }

    @Test
    final void missingDevicesAreAFaultOnlyWhereSomebodyAskedForThem() throws Exception {
        list(false);
        try (DriverHost asked = host(true)) {
            await("standin", Health.FAILED, "accelerator.device.missing");
            list(true);
            TestFramework.await("no complaint left", () -> status("standin").isEmpty() && reference().isPresent());
        }
        list(false);
        try (DriverHost unasked = host(false)) {
            list(true);
            awaitAccelerator();
            assertTrue(said("unasked").findAny().isEmpty());
            assertTrue(said("standin").findAny().isPresent());
        }
    }

    @Test
    final void aMissingLibraryIsAFaultOnlyWhereSomebodyAskedForIt() throws Exception {
        try (DriverHost host = new DriverHost(framework.context(), "standin", true,
                () -> VendorLibrary.load("nobody-has-this-library", StandInControl.class) == null ? null : open(),
                OFTEN)) {
            await("standin", Health.FAILED, "accelerator.library.missing");
            assertTrue(reference().isEmpty());
        }
    }

    private DriverHost host(boolean demanded) {
        return new DriverHost(framework.context(), demanded ? "standin" : "unasked", demanded, this::open, OFTEN);
    }

    private Accelerator awaitAccelerator() throws InterruptedException {
        TestFramework.await("an accelerator", () -> reference().isPresent());
        return framework.context().getService(reference().orElseThrow());
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

    private boolean offered(Accelerator accelerator) {
        return reference().map(framework.context()::getService).filter(same -> same == accelerator).isPresent();
    }

    private boolean announced(String id, String code) {
        return said(id).anyMatch(status -> status.code().equals(code));
    }

    private Stream<Status> said(String id) {
        return framework.events().stream()
                .map(event -> event.getProperty(Topics.PAYLOAD))
                .filter(Status.class::isInstance)
                .map(Status.class::cast)
                .filter(status -> status.subject().id().equals(id));
    }
}
