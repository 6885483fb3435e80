package io.sluice.accel.onnxcuda.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.nativelib.HostedAccelerator;
import io.sluice.accel.onnxsession.testing.OnnxModelWriter;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.Precision;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.support.model.FileModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GPUs as the management library tells of them, on its stand-in; their sessions by ONNX Runtime on the processor. */
class CudaNativeTest {

    @TempDir
    static Path libraries;

    @TempDir
    Path folder;

    private static NvidiaStandIn standIn;
    private final NvidiaStandIn.OnProcessor provider = new NvidiaStandIn.OnProcessor();
    private CudaNative driver;

    @BeforeAll
    static void compile() throws Exception {
        standIn = new NvidiaStandIn(libraries);
    }

    @BeforeEach
    void open() {
        standIn.reset();
        driver = standIn.driver(provider);
    }

    @AfterEach
    void nothingIsLeft() {
        standIn.reset();
        driver.close();
        assertEquals(0, standIn.control().standin_live(), "initialised and not shut down");
        assertEquals(0, standIn.control().standin_misuses(), "uses that NVIDIA forbids");
    }

    @Test
    void eachGpuIsDescribedAndNumberedAsCudaDoes() {
        assertEquals(Set.of(NvidiaStandIn.A10, NvidiaStandIn.T4), driver.present());
        try (HostedAccelerator gpu = driver.open(NvidiaStandIn.A10)) {
            AcceleratorInfo info = gpu.info();
            assertEquals(AcceleratorInfo.Kind.GPU, info.kind());
            assertEquals("NVIDIA", info.vendor());
            assertEquals("NVIDIA A10 (stand-in)", info.chip());
            assertEquals("pci:0000:01:00.0", info.location());
            assertEquals(Set.of("onnx"), info.formats());
            assertEquals(24_146_608_128L, info.memoryBytes());
            assertTrue(info.driver().endsWith("NVIDIA driver 570.00-standin, CUDA 12.8"), info.driver());
            assertEquals(125, info.operations().get(Precision.FLOAT16), 0.1);
            assertEquals(List.of(1), provider.ordinals, "NVML's first is CUDA's second here");
        }
        try (HostedAccelerator gpu = driver.open(NvidiaStandIn.T4)) {
            assertEquals("pci:0000:41:00.0", gpu.info().location());
        }
    }

    @Test
    void readingsAreThoseOfTheChipAndEmptyWhereItRefusesThem() {
        driver.present();
        try (HostedAccelerator gpu = driver.open(NvidiaStandIn.A10)) {
            AcceleratorReadings cool = gpu.readings();
            assertEquals(0.07, cool.utilisation().orElseThrow(), 1e-9);
            assertEquals(41, cool.celsius().orElseThrow());
            assertEquals(1L << 30, cool.memoryUsed().orElseThrow());
            assertFalse(cool.throttled());
            standIn.control().standin_heat(NvidiaStandIn.A10_INDEX, 93, 0x04);
            assertFalse(gpu.readings().throttled(), "a power cap is how a busy GPU runs");
            standIn.control().standin_heat(NvidiaStandIn.A10_INDEX, 93, 0x48);
            assertTrue(gpu.readings().throttled());
            assertEquals(93, gpu.readings().celsius().orElseThrow());
            standIn.control().standin_refuse(NvidiaStandIn.UTILISATION | NvidiaStandIn.TEMPERATURE);
            AcceleratorReadings partly = gpu.readings();
            assertTrue(partly.utilisation().isEmpty() && partly.celsius().isEmpty());
            assertTrue(partly.memoryUsed().isPresent() && partly.throttled());
        }
    }

    @Test
    void whatIsNotKnownOfAChipIsLeftOut() {
        driver.present();
        standIn.control().standin_refuse(NvidiaStandIn.CORES | NvidiaStandIn.MEMORY);
        try (HostedAccelerator gpu = driver.open(NvidiaStandIn.A10)) {
            assertEquals(Map.of(), gpu.info().operations());
            assertEquals(0, gpu.info().memoryBytes());
        }
    }

    @Test
    void modelsRunByOnnxRuntime() throws Exception {
        driver.present();
        FileModel model = FileModel.onnx(OnnxModelWriter.counting().write(folder.resolve("counting.onnx")));
        try (HostedAccelerator gpu = driver.open(NvidiaStandIn.A10);
                InferenceSession session = gpu.load(model);
                Binding binding = session.bind()) {
            binding.input(0).putFloat(0, 3);
            binding.run();
            assertEquals(6, binding.output(0).getFloat(0));
        }
    }

    @Test
    void aGpuThatFallsOffTheBusIsToldByItsReadingsAndIsNotThereAnyMore() {
        driver.present();
        List<String> lost = new ArrayList<>();
        try (HostedAccelerator gpu = driver.open(NvidiaStandIn.A10)) {
            gpu.onLost(failure -> lost.add(failure.code() + " " + failure.getMessage()));
            standIn.control().standin_lose(NvidiaStandIn.A10_INDEX, 1);
            assertEquals(AcceleratorReadings.NONE, gpu.readings());
            assertEquals(1, lost.size());
            assertTrue(lost.get(0).startsWith("accelerator.device.lost")
                    && lost.get(0).contains("NVML_ERROR_GPU_IS_LOST"), lost.get(0));
        }
        assertEquals(Set.of(NvidiaStandIn.T4), driver.present());
        standIn.control().standin_lose(NvidiaStandIn.A10_INDEX, 0);
        assertEquals(Set.of(NvidiaStandIn.A10, NvidiaStandIn.T4), driver.present());
    }

    @Test
    void oneThatIsPutInLaterIsSeenOnceAnotherLookWantsIt() {
        standIn.control().standin_plug(NvidiaStandIn.A10_INDEX, 0);
        standIn.control().standin_plug(NvidiaStandIn.T4_INDEX, 0);
        assertEquals(Set.of(), driver.present());
        assertEquals(Set.of(), driver.present());
        standIn.control().standin_plug(NvidiaStandIn.T4_INDEX, 1);
        assertEquals(Set.of(NvidiaStandIn.T4), driver.present());
    }

    @Test
    void anUnloadedDriverTakesItsGpusAlong() {
        driver.present();
        standIn.control().standin_lose(NvidiaStandIn.A10_INDEX, 1);
        driver.present();
        standIn.control().standin_unload(1);
        assertEquals(Set.of(), driver.present());
        UnavailableException refused = assertThrows(UnavailableException.class, () -> new NvmlLibrary(standIn.library()));
        assertEquals("accelerator.start.failed", refused.code());
        assertTrue(refused.getMessage().contains("NVML_ERROR_DRIVER_NOT_LOADED"), refused.getMessage());
        standIn.reset();
        assertEquals(2, driver.present().size());
    }

    @Test
    void aGpuThatIsSplitOrHiddenFromCudaIsRefusedWithTheReason() {
        driver.present();
        standIn.control().standin_mig(NvidiaStandIn.A10_INDEX, 1);
        UnavailableException split = assertThrows(UnavailableException.class, () -> driver.open(NvidiaStandIn.A10));
        assertEquals("accelerator.mig.enabled", split.code());
        assertTrue(split.remedy().contains("nvidia-smi -i 0000:01:00.0"), split.remedy());
        CudaNative blind = new CudaNative(new NvmlLibrary(standIn.library()), new CudaOrdinals("no-such-cuda"),
                new CudaSettings(provider, 1, Duration.ofSeconds(5)));
        blind.present();
        assertEquals("accelerator.library.missing",
                assertThrows(UnavailableException.class, () -> blind.open(NvidiaStandIn.T4)).code());
        blind.close();
    }

    @Test
    void aGpuThatDoesNotPassItsSelfTestIsNotOffered() {
        driver.present();
        provider.failure = NvidiaStandIn.cudaFailure(999, "unknown error");
        UnavailableException failed = assertThrows(UnavailableException.class, () -> driver.open(NvidiaStandIn.A10));
        assertEquals("accelerator.selftest.failed", failed.code());
        assertTrue(failed.getMessage().contains("CUDA failure 999"), failed.getMessage());
    }

    @Test
    void aFailureWithinCudaIsSaidAsWhatItIs() throws Exception {
        driver.present();
        List<String> lost = new ArrayList<>();
        FileModel model = FileModel.onnx(OnnxModelWriter.counting().write(folder.resolve("counting.onnx")));
        try (HostedAccelerator gpu = driver.open(NvidiaStandIn.A10)) {
            gpu.onLost(failure -> lost.add(failure.code()));
            provider.failure = NvidiaStandIn.cudaFailure(2, "out of memory");
            assertEquals("accelerator.memory.exhausted",
                    assertThrows(UnavailableException.class, () -> gpu.load(model)).code());
            assertEquals(List.of(), lost);
            provider.failure = NvidiaStandIn.cudaFailure(700, "an illegal memory access was encountered");
            assertEquals("accelerator.device.lost",
                    assertThrows(UnavailableException.class, () -> gpu.load(model)).code());
            assertEquals(List.of("accelerator.device.lost"), lost);
        }
    }

    /** This is the build for processors, whose words these are. */
    @Test
    void theBuildForProcessorsRefusesBothProvidersWithARemedy() {
        CudaProvider cuda = new CudaProvider(1 << 30);
        for (Provider real : List.of(cuda,
                new TensorRtProvider(cuda, new EngineFolder(folder, "1"), true, true))) {
            CudaNative wrong = standIn.driver(real);
            wrong.present();
            UnavailableException refused = assertThrows(UnavailableException.class, () -> wrong.open(NvidiaStandIn.A10));
            assertEquals("accelerator.runtime.missing", refused.code(), refused.getMessage());
            assertTrue(refused.remedy().contains("cuda fetch"), refused.remedy());
            wrong.close();
        }
    }

    @Test
    void theBuildThatRunsIsLookedAtBeforeAnythingIsOffered() {
        CudaSettings settings = new CudaSettings(provider, 1, Duration.ofSeconds(5));
        UnavailableException refused = assertThrows(UnavailableException.class, () -> CudaDriver.load(standIn.library(),
                settings, Map.of(NativeLibrary.BUILD, "cpu", NativeLibrary.FAULT, "it was not fetched into /data/x")));
        assertEquals("accelerator.runtime.missing", refused.code());
        assertTrue(refused.getMessage().contains("it was not fetched into /data/x"), refused.getMessage());
        CudaDriver.load(standIn.library(), settings, Map.of(NativeLibrary.BUILD, "cuda")).close();
    }
}
