package io.sluice.accel.epplugin.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.epplugin.internal.EpStandIn.Fault;
import io.sluice.accel.nativelib.Condition;
import io.sluice.accel.nativelib.HostedAccelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.Precision;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelData;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chip's execution provider in use, its failures included, shown on the stand-in. */
class EpDriverTest {

    @TempDir
    static Path libraries;

    @TempDir
    Path folder;

    private static EpStandIn standIn;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Set<Path> profilesBefore = profiles();
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @BeforeAll
    static void compile() throws Exception {
        standIn = EpStandIn.compile(libraries.resolve("libep_standin.so"), "StandInEP");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        standIn.control().standin_continue(1);
        callers.shutdown();
        assertTrue(callers.awaitTermination(20, TimeUnit.SECONDS));
        standIn.fails(Fault.NONE);
        for (int index = open.size() - 1; index >= 0; index--) {
            open.get(index).close();
        }
        standIn.control().standin_continue(0);
        assertEquals(profilesBefore, profiles(), "files of profiles left");
        assertEquals(0, standIn.control().standin_live(), "providers or compiled steps not released");
        assertEquals(0, standIn.control().standin_factories(), "still registered");
        assertEquals(0, standIn.control().standin_misuses(), "uses that would crash a real one");
    }

    @Test
    void computesAModelOnTheProvider() throws IOException {
        HostedAccelerator npu = npu(settings());
        int before = standIn.control().standin_computed();
        try (InferenceSession session = npu.load(EpStandIn.whole(folder)); Binding binding = session.bind()) {
            assertArrayEquals(new float[] {3, 5, 7}, run(binding, 1, 2, 3));
            assertArrayEquals(new float[] {-1, 1, 9}, run(binding, -1, 0, 4));
            assertEquals(4, standIn.control().standin_computed() - before, "two runs of two steps, none elsewhere");
        }
        assertTrue(npu.condition().isEmpty());
    }

    @Test
    void tellsWhatTheDeviceIs() {
        EpDriver driver = driver(settings().with("operations", new String[] {"int8=6", "float16=1.5"})
                .with("memory_mb", 512).with("lanes", 2).with("location", "rknpu:0")
                .with("formats", new String[] {"onnx", "compiled"}));
        assertEquals(Set.of("npu-0"), driver.present());
        assertTrue(driver.runtime().matches("ONNX Runtime 1\\.\\d+\\.\\d+ with StandInEP 1\\.2\\.3"), driver.runtime());
        HostedAccelerator npu = opened(driver);
        AcceleratorInfo info = npu.info();
        assertEquals("npu-0", npu.id());
        assertEquals(AcceleratorInfo.Kind.NPU, info.kind());
        assertEquals("Stand-in", info.vendor());
        assertEquals("Virtual 1", info.chip());
        assertEquals("rknpu:0", info.location());
        assertEquals(Map.of(Precision.INT8, 6.0, Precision.FLOAT16, 1.5), info.operations());
        assertEquals(512L << 20, info.memoryBytes());
        assertEquals(2, info.lanes());
        assertEquals(Set.of("onnx", "compiled"), info.formats());
        assertEquals(0, npu.readings().utilisation().orElseThrow());
        assertTrue(npu.readings().celsius().isEmpty());
    }

    @Test
    void whatSpeaksForTheProcessorIsAClaimOnItOnlyWhenNobodySaysOtherwise() {
        assertEquals("provider:StandInEP/0", npu(settings()).info().location());
        closeAll();
        AcceleratorInfo plain = npu(settings().with("kind", "")).info();
        assertEquals(AcceleratorInfo.Kind.CPU, plain.kind());
        assertEquals("cpu", plain.location());
    }

    @Test
    void saysOfWhichModelsTheProcessorComputesAPart() throws IOException {
        HostedAccelerator npu = npu(settings());
        List<String> told = new ArrayList<>();
        npu.onChange(() -> told.add(npu.condition().map(Condition::code).orElse("")));
        try (InferenceSession session = npu.load(EpStandIn.part(folder)); Binding binding = session.bind()) {
            assertArrayEquals(new float[] {-2, -4, -6}, run(binding, 1, 2, 3));
            Condition condition = npu.condition().orElseThrow();
            assertEquals("accelerator.model.partial", condition.code());
            assertTrue(condition.message().contains("part.onnx (1/2)"), condition.message());
            assertFalse(condition.remedy().isEmpty());
            told.clear();
            npu.load(EpStandIn.part(folder)).close();
            assertEquals(List.of("accelerator.model.partial"), told, "it is loaded still");
            told.clear();
        }
        assertTrue(npu.condition().isEmpty());
        assertEquals(List.of(""), told);
    }

    @Test
    void doesNotPretendToRunWhatTheProviderTakesNothingOf() throws IOException {
        HostedAccelerator npu = npu(settings());
        RejectedException refused =
                assertThrows(RejectedException.class, () -> npu.load(EpStandIn.none(folder)));
        assertEquals("model.provider.unclaimed", refused.code());
        assertTrue(refused.getMessage().contains("none of the 1 steps of the model none.onnx"), refused.getMessage());
        assertTrue(refused.getMessage().contains("StandInEP"), refused.getMessage());
        assertFalse(refused.remedy().isEmpty());
        Condition condition = npu.condition().orElseThrow();
        assertEquals("accelerator.model.unclaimed", condition.code());
        assertTrue(condition.message().contains("none.onnx"), condition.message());

        standIn.fails(Fault.CLAIMS_NOTHING);
        assertEquals("model.provider.unclaimed", codeOf(npu, EpStandIn.whole(folder)));
        standIn.fails(Fault.NONE);
        npu.load(EpStandIn.whole(folder)).close();
        assertFalse(npu.condition().orElseThrow().message().contains("whole.onnx"), "it is taken now");
    }

    @Test
    void refusesModelsInPartWhereTheOwnerWantsNone() throws IOException {
        HostedAccelerator npu = npu(settings().with("partial", false));
        RejectedException refused = assertThrows(RejectedException.class, () -> npu.load(EpStandIn.part(folder)));
        assertEquals("model.provider.unclaimed", refused.code());
        assertTrue(refused.getMessage().contains("only 1 of the 2 steps"), refused.getMessage());
        npu.load(EpStandIn.whole(folder)).close();
    }

    @Test
    void saysAtTheStartThatOptionsAreWrong() {
        EpDriver driver = driver(settings().with("options", new String[] {"core=7"}));
        UnavailableException failed = assertThrows(UnavailableException.class, () -> driver.open("npu-0"));
        assertEquals("accelerator.start.failed", failed.code());
        assertTrue(failed.getMessage().endsWith(
                "The device npu-0 cannot be started by StandInEP: StandInEP: core must be 0 or 1, not 7."), failed.getMessage());
        assertTrue(failed.remedy().contains("options"), failed.remedy());
        closeAll();
        npu(settings().with("options", new String[] {"core=1"}));
    }

    @Test
    void saysThatTheProviderDoesNotStart() {
        EpDriver driver = driver(settings());
        standIn.fails(Fault.CREATION);
        UnavailableException failed = assertThrows(UnavailableException.class, () -> driver.open("npu-0"));
        assertEquals("accelerator.start.failed", failed.code());
        assertTrue(failed.getMessage().contains("firmware does not answer"), failed.getMessage());
    }

    @Test
    void saysThatAProviderForASessionCannotBeMade() throws IOException {
        HostedAccelerator npu = npu(settings());
        standIn.fails(Fault.CREATION);
        assertEquals("accelerator.start.failed", codeOf(npu, EpStandIn.whole(folder)));
    }

    @Test
    void saysInTheProvidersWordsWhyAModelWasNotCompiled() throws IOException {
        HostedAccelerator npu = npu(settings());
        standIn.fails(Fault.COMPILATION);
        RejectedException refused = assertThrows(RejectedException.class, () -> npu.load(EpStandIn.whole(folder)));
        assertEquals("model.provider.failed", refused.code());
        assertTrue(refused.getMessage().contains("whole.onnx")
                && refused.getMessage().contains("the compiler ran out of registers"), refused.getMessage());
        standIn.fails(Fault.NONE);
        npu.load(EpStandIn.whole(folder)).close();
    }

    @Test
    void aRunThatFailsSaysWhyAndTheNextOneRuns() throws IOException {
        HostedAccelerator npu = npu(settings());
        try (InferenceSession session = npu.load(EpStandIn.whole(folder)); Binding binding = session.bind()) {
            standIn.fails(Fault.RUN);
            UnavailableException failed = assertThrows(UnavailableException.class, binding::run);
            assertEquals("accelerator.run.failed", failed.code());
            assertTrue(failed.getMessage().contains("error 0x17 in queue 3"), failed.getMessage());
            standIn.fails(Fault.MEMORY);
            assertEquals("accelerator.memory.exhausted",
                    assertThrows(UnavailableException.class, binding::run).code());
            standIn.fails(Fault.NONE);
            assertArrayEquals(new float[] {3, 5, 7}, run(binding, 1, 2, 3));
        }
    }

    @Test
    void aDeviceThatIsLostIsToldToItsHost() throws IOException {
        HostedAccelerator npu = npu(settings());
        List<String> lost = new ArrayList<>();
        npu.onLost(failure -> lost.add(failure.code()));
        try (InferenceSession session = npu.load(EpStandIn.whole(folder)); Binding binding = session.bind()) {
            standIn.fails(Fault.LOST);
            UnavailableException failed = assertThrows(UnavailableException.class, binding::run);
            assertEquals("accelerator.device.lost", failed.code());
            assertTrue(failed.getMessage().contains("npu-0"), failed.getMessage());
            assertEquals("accelerator.device.lost", codeOf(npu, EpStandIn.whole(folder)));
        }
        assertEquals(List.of("accelerator.device.lost", "accelerator.device.lost"), lost);
    }

    @Test
    void aLibraryIsNeverUnmappedUnderARun() throws Exception {
        EpDriver driver = driver(settings());
        HostedAccelerator npu = opened(driver);
        InferenceSession session = npu.load(EpStandIn.hanging(folder));
        Binding binding = session.bind();
        Future<float[]> run = callers.submit(() -> run(binding, 1, 2, 3));
        assertEquals(1, standIn.control().standin_await(1));
        Future<?> leaving = callers.submit(() -> {
            npu.close();
            driver.close();
        });
        // Whether it waits by now or not: the run is in the library.
        assertEquals(1, standIn.control().standin_factories());
        standIn.control().standin_continue(1);
        assertArrayEquals(new float[] {2, 4, 6}, run.get(20, TimeUnit.SECONDS));
        leaving.get(20, TimeUnit.SECONDS);
        assertEquals(0, standIn.control().standin_factories());
        assertEquals("accelerator.gone", codeOf(npu, EpStandIn.whole(folder)));
        assertThrows(UnavailableException.class, binding::run);
        binding.close();
        session.close();
    }

    @Test
    void severalPicturesShareARun() throws IOException {
        HostedAccelerator npu = npu(settings());
        try (InferenceSession session = npu.load(EpStandIn.batches(folder)); Binding binding = session.bind(2)) {
            assertArrayEquals(new float[] {2, 4, 6, 8, 10, 12}, run(binding, 1, 2, 3, 4, 5, 6));
        }
    }

    @Test
    void refusesWhatIsNoModelAsEveryDriverDoes() throws IOException {
        HostedAccelerator npu = npu(settings());
        ModelData text = FileModel.onnx(Files.writeString(folder.resolve("text.onnx"), "This is not a model."));
        assertEquals("model.file.corrupt", codeOf(npu, text));
    }

    private static Set<Path> profiles() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("sluice-ep")).collect(Collectors.toSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Settings settings() {
        return Settings.of(standIn.library());
    }

    private HostedAccelerator npu(Settings settings) {
        return opened(driver(settings));
    }

    private EpDriver driver(Settings settings) {
        EpDriver driver = new EpDriver(settings.checked());
        open.add(driver);
        return driver;
    }

    private HostedAccelerator opened(EpDriver driver) {
        HostedAccelerator npu = driver.open("npu-0");
        open.add(npu);
        return npu;
    }

    private void closeAll() {
        for (int index = open.size() - 1; index >= 0; index--) {
            try {
                open.get(index).close();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }
        open.clear();
    }

    private static String codeOf(HostedAccelerator npu, ModelData model) {
        return assertThrows(SluiceException.class, () -> npu.load(model)).code();
    }

    private static float[] run(Binding binding, float... picture) {
        binding.input(0).asFloatBuffer().put(picture);
        binding.run();
        float[] values = new float[picture.length];
        binding.output(0).asFloatBuffer().get(values);
        return values;
    }
}
