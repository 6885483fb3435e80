package io.sluice.accel.nativelib.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.nativelib.HostedAccelerator;
import io.sluice.accel.nativelib.NativeDriver;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelData;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every driver bound by JNA does, shown on its stand-in. The stand-in's model takes a picture of shape [1, 3, 4, 5] and
 * gives a * x + b of the same shape.
 */
public abstract class DriverContract {

    protected static final List<Long> SHAPE = List.of(1L, 3L, 4L, 5L);
    protected static final int ELEMENTS = 60;

    @TempDir
    protected Path folder;

    protected NativeDriver driver;
    protected HostedAccelerator accelerator;
    private final ExecutorService callers = Executors.newCachedThreadPool();

    protected abstract StandInControl control();

    /** Loads the stand-in as the vendor's library, with one device plugged in. */
    protected abstract NativeDriver open() throws IOException;

    protected abstract String format();

    /** Content of a model in the stand-in's format. */
    protected abstract byte[] model(Fault fault, float a, float b);

    /** Vendor's name of the code by which a run fails. */
    protected abstract String runErrorName();

    @BeforeEach
    final void openDevice() throws IOException {
        driver = open();
        accelerator = driver.open(driver.present().iterator().next());
    }

    @AfterEach
    final void nothingIsLeft() throws InterruptedException {
        control().standin_continue(1);
        callers.shutdown();
        assertTrue(callers.awaitTermination(20, TimeUnit.SECONDS));
        control().standin_unplug(0);
        accelerator.close();
        driver.close();
        control().standin_continue(0);
        assertEquals(0, control().standin_live(), "taken from the library and not given back");
        assertEquals(0, control().standin_misuses(), "uses that the vendor forbids");
    }

    @Test
    final void computesOnTheMemoryOfTheCaller() throws IOException {
        try (InferenceSession session = load(Fault.NONE, 2, 1); Binding binding = session.bind()) {
            assertEquals(SHAPE, session.inputs().get(0).shape());
            assertEquals(SHAPE, session.outputs().get(0).shape());
            check(binding, 2, 1, 0);
            check(binding, 2, 1, 100);
            assertArrayEquals(new long[] {1, 3, 4, 5}, binding.outputShape(0));
        }
    }

    @Test
    final void severalModelsAndCallersDoNotMeet() throws Exception {
        try (InferenceSession doubles = load(Fault.NONE, 2, 0); InferenceSession negates = load(Fault.NONE, -1, 7)) {
            List<Future<?>> ends = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                int own = caller;
                ends.add(callers.submit(() -> {
                    boolean first = own % 2 == 0;
                    try (Binding binding = (first ? doubles : negates).bind()) {
                        for (int round = 0; round < 200; round++) {
                            check(binding, first ? 2 : -1, first ? 0 : 7, 1000 * own + round);
                        }
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
    }

    @Test
    final void twoCallersOfOneModelRunAtOnce() throws Exception {
        try (InferenceSession session = load(Fault.HANG, 2, 0);
                Binding first = session.bind();
                Binding second = session.bind()) {
            Future<?> one = callers.submit(() -> check(first, 2, 0, 10));
            Future<?> other = callers.submit(() -> check(second, 2, 0, 5000));
            control().standin_await(2);
            control().standin_continue(1);
            one.get();
            other.get();
        }
    }

    @Test
    final void refusesWhatCannotBeLoaded() throws IOException {
        rejected("model.file.corrupt", Fault.CORRUPT);
        rejected("model.version.unfit", Fault.VERSION);
        rejected("model.invalid", Fault.DESCRIPTION);
        ModelData other = new FileModel(file(Fault.NONE, 1, 0).path(), "other", "");
        assertEquals("model.format.unsupported",
                assertThrows(RejectedException.class, () -> accelerator.load(other)).code());
    }

    @Test
    final void saysThatTheMemoryDoesNotSuffice() throws IOException {
        assertEquals("accelerator.memory.exhausted",
                assertThrows(UnavailableException.class, () -> load(Fault.MEMORY_LOADING, 1, 0)).code());
        try (InferenceSession session = load(Fault.MEMORY_BINDING, 1, 0)) {
            assertEquals("accelerator.memory.exhausted",
                    assertThrows(UnavailableException.class, session::bind).code());
        }
    }

    @Test
    final void saysInTheVendorsWordsWhyARunFailed() throws IOException {
        try (InferenceSession session = load(Fault.RUN, 1, 0); Binding binding = session.bind()) {
            UnavailableException failed = assertThrows(UnavailableException.class, binding::run);
            assertEquals("accelerator.run.failed", failed.code());
            assertTrue(failed.getMessage().contains(runErrorName()), failed.getMessage());
            assertThrows(UnavailableException.class, binding::run);
        }
    }

    @Test
    final void aRunInFlightEndsAsUsualWhenItsSessionIsClosed() throws Exception {
        InferenceSession session = load(Fault.HANG, 3, 0);
        Binding binding = session.bind();
        Binding idle = session.bind();
        Future<?> run = callers.submit(() -> check(binding, 3, 0, 5));
        control().standin_await(1);
        session.close();
        session.close();
        assertEquals("accelerator.session.closed", assertThrows(UnavailableException.class, idle::run).code());
        assertEquals("accelerator.session.closed", assertThrows(UnavailableException.class, session::bind).code());
        control().standin_continue(1);
        run.get();
        idle.input(0).putFloat(0, 1);
        idle.close();
        binding.close();
    }

    @Test
    final void closingABindingWaitsForItsRun() throws Exception {
        try (InferenceSession session = load(Fault.HANG, 1, 1)) {
            Binding binding = session.bind();
            // Its values are not looked at: the memory may be gone as soon as the run has ended.
            Future<?> run = callers.submit(binding::run);
            control().standin_await(1);
            Future<?> close = callers.submit(binding::close);
            control().standin_continue(1);
            run.get();
            close.get();
            binding.close();
            assertEquals("accelerator.binding.closed", assertThrows(UnavailableException.class, binding::run).code());
        }
    }

    @Test
    final void aDriverThatGoesLeavesRunsInFlightToEnd() throws Exception {
        InferenceSession session = load(Fault.HANG, 1, 2);
        Binding binding = session.bind();
        Future<?> run = callers.submit(() -> check(binding, 1, 2, 3));
        control().standin_await(1);
        accelerator.close();
        driver.close();
        assertEquals("accelerator.gone",
                assertThrows(UnavailableException.class, () -> load(Fault.NONE, 1, 0)).code());
        control().standin_continue(1);
        run.get();
        assertThrows(UnavailableException.class, binding::run);
        binding.close();
        session.close();
    }

    @Test
    final void saysThatTheDeviceWasPulledInMidRun() throws Exception {
        try (InferenceSession session = load(Fault.HANG, 1, 0); Binding binding = session.bind()) {
            Future<String> code = callers.submit(() ->
                    assertThrows(UnavailableException.class, binding::run).code());
            control().standin_await(1);
            control().standin_unplug(1);
            control().standin_continue(1);
            assertEquals("accelerator.device.lost", code.get());
            assertEquals("accelerator.device.lost",
                    assertThrows(UnavailableException.class, () -> load(Fault.NONE, 1, 0)).code());
        }
    }

    protected final InferenceSession load(Fault fault, float a, float b) throws IOException {
        return accelerator.load(file(fault, a, b));
    }

    protected final FileModel file(Fault fault, float a, float b) throws IOException {
        Path file = Files.write(Files.createTempFile(folder, fault.name(), "." + format()), model(fault, a, b));
        return new FileModel(file, format(), "");
    }

    /** Writes a picture, runs, and compares each value. */
    protected static void check(Binding binding, float a, float b, float from) {
        for (int index = 0; index < ELEMENTS; index++) {
            binding.input(0).putFloat(index * Float.BYTES, from + index);
        }
        binding.run();
        for (int index = 0; index < ELEMENTS; index++) {
            assertEquals(a * (from + index) + b, binding.output(0).getFloat(index * Float.BYTES), "element " + index);
        }
    }

    private void rejected(String code, Fault fault) {
        SluiceException refused = assertThrows(RejectedException.class, () -> load(fault, 1, 0));
        assertEquals(code, refused.code(), refused.getMessage());
        assertTrue(!refused.remedy().isEmpty());
    }
}
