package io.sluice.accel.onnxcpu.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxsession.testing.OnnxModelWriter;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processor as a service. */
class OnnxCpuAcceleratorTest {

    /** As a loop's count: centuries. */
    private static final float HUGE = 1L << 56;

    @TempDir
    Path folder;

    private final FakeBundleContext framework = new FakeBundleContext();
    private final OnnxCpuAccelerator accelerator = new OnnxCpuAccelerator(framework.context(),
            Settings.DEFAULT.withLanes(1).withRunLimit(Duration.ofMillis(100)));

    @AfterEach
    void deactivate() {
        accelerator.deactivate();
    }

    @Test
    void goingAwayClosesAllSessionsAndTakesItsStatusWithIt() throws IOException {
        InferenceSession session = accelerator.load(counting());
        Status status = status();
        assertEquals("accelerator/cpu-0", status.subject().toString());
        assertEquals(Health.OK, status.health());
        assertEquals("accelerator.ready", status.code());
        try (Binding binding = session.bind()) {
            assertEquals(6, run(binding, 3));
            accelerator.deactivate();
            assertThrows(UnavailableException.class, binding::run);
        }
        assertThrows(UnavailableException.class, () -> accelerator.load(counting()));
        assertTrue(framework.services(StatusSource.class).isEmpty());
    }

    @Test
    void saysWhichModelsAreInQuarantineUntilTheyAreReleased() throws IOException {
        try (InferenceSession session = accelerator.load(counting()); Binding binding = session.bind()) {
            for (int hang = 0; hang < 3; hang++) {
                assertEquals("accelerator.ready", status().code());
                assertThrows(UnavailableException.class, () -> run(binding, HUGE));
            }
            assertEquals(Health.DEGRADED, status().health());
            assertEquals("accelerator.model.quarantined", status().code());
            assertTrue(status().message().contains("counting.onnx"), status().message());
            assertFalse(status().remedy().isEmpty());
            accelerator.releaseQuarantine();
            assertEquals("accelerator.ready", status().code());
            assertEquals(6, run(binding, 3));
        }
    }

    @Test
    void aChangedLimitAppliesInPlace() throws IOException {
        try (InferenceSession session = accelerator.load(counting()); Binding binding = session.bind()) {
            accelerator.modified(new FakeConfig(1));
            UnavailableException late = assertThrows(UnavailableException.class, () -> run(binding, HUGE));
            assertEquals("accelerator.run.timeout", late.code());
            assertTrue(late.getMessage().contains(" 1 s"), late.getMessage());
        }
    }

    private Status status() {
        return framework.services(StatusSource.class).get(0).statuses().iterator().next();
    }

    private FileModel counting() throws IOException {
        return FileModel.onnx(OnnxModelWriter.counting().write(folder.resolve("counting.onnx")));
    }

    private static float run(Binding binding, float x) {
        binding.input(0).putFloat(0, x);
        binding.run();
        return binding.output(0).getFloat(0);
    }
}
