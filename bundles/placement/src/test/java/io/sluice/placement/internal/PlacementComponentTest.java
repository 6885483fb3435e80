package io.sluice.placement.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo.Kind;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.DeviceUse;
import io.sluice.api.accel.Lease;
import io.sluice.api.error.UnavailableException;
import io.sluice.placement.internal.pool.FakeAccelerator;
import io.sluice.placement.internal.pool.Models;
import io.sluice.support.testing.TestFramework;
import java.lang.annotation.Annotation;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** The component with services of a real registry. */
class PlacementComponentTest {

    private TestFramework framework;
    private PlacementComponent placement;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of());
        placement = new PlacementComponent(framework.context(), new Defaults());
    }

    @AfterEach
    void stop() throws Exception {
        placement.deactivate();
        framework.close();
    }

    @Test
    void prefersTheDriverOfTheHigherServiceRanking() throws Exception {
        ServiceReference<Accelerator> first = register(gpu("ep-gpu"), 0);
        register(gpu("cuda-0"), 10);
        assertEquals(Map.of("ep-gpu", DeviceUse.State.CLAIMED_TWICE, "cuda-0", DeviceUse.State.READY), states());
        assertEquals(1, placement.devices().get(0).limit(), "90 was taken for all of it");
        assertTrue(framework.events().stream().anyMatch(event -> event.toString().contains("CHANGED")));
        placement.unbindAccelerator(framework.context().getService(first));
        assertEquals(Map.of("cuda-0", DeviceUse.State.READY), states());
    }

    @Test
    void freesEverythingWithItself() throws Exception {
        FakeAccelerator gpu = gpu("cuda-0");
        register(gpu, 0);
        Lease lease = placement.place(Models.demand("camera/a", Models.onnx("m"), 5, 0));
        Binding binding = lease.bind();
        long generation = lease.generation();
        placement.deactivate();
        assertEquals(0, gpu.openSessions.get());
        assertNotEquals(generation, lease.generation());
        assertThrows(UnavailableException.class, binding::run);
        assertEquals("placement.stopped", assertThrows(UnavailableException.class, lease::bind).code());
        binding.close();
        lease.close();
        assertEquals(0, gpu.openBindings.get());
        assertEquals("placement.stopped", assertThrows(UnavailableException.class,
                () -> placement.place(Models.demand("camera/a", Models.onnx("m"), 5, 0))).code());
        assertEquals(List.of(), placement.leases());
    }

    private Map<String, DeviceUse.State> states() {
        return placement.devices().stream()
                .collect(java.util.stream.Collectors.toMap(DeviceUse::id, DeviceUse::state));
    }

    private ServiceReference<Accelerator> register(FakeAccelerator accelerator, int ranking) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_RANKING, ranking);
        ServiceRegistration<Accelerator> registration =
                framework.context().registerService(Accelerator.class, accelerator, properties);
        placement.bindAccelerator(accelerator, registration.getReference());
        return registration.getReference();
    }

    private static FakeAccelerator gpu(String id) {
        return new FakeAccelerator(id, Kind.GPU, "pci:1", Set.of("onnx"), 1, nanos -> { });
    }

    /** As Declarative Services gives it where nothing is configured, but for one setting out of its bounds. */
    private static final class Defaults implements PlacementConfig {
        @Override
        public double limit() {
            return 90;
        }

        @Override
        public double margin() {
            return 1.2;
        }

        @Override
        public double hottest_celsius() {
            return 90;
        }

        @Override
        public int failures_in_row() {
            return 3;
        }

        @Override
        public int back_off_seconds() {
            return 30;
        }

        @Override
        public int grace_seconds() {
            return 30;
        }

        @Override
        public int hang_seconds() {
            return 10;
        }

        @Override
        public int load_seconds() {
            return 600;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return PlacementConfig.class;
        }
    }
}
