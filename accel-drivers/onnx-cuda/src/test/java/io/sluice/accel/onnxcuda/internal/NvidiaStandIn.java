package io.sluice.accel.onnxcuda.internal;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import com.sun.jna.Library;
import io.sluice.accel.nativelib.VendorLibrary;
import io.sluice.accel.nativelib.testing.StandIn;
import io.sluice.api.model.ModelData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@code nvidia_standin.c}, compiled, and a provider that leaves the work to the processor: sessions are the same on both. */
final class NvidiaStandIn {

    static final String A10 = "cuda-7c1f0f4a";
    static final String T4 = "cuda-92ab34cd";
    static final int A10_INDEX = 0;
    static final int T4_INDEX = 1;

    /** Numbers of what can be refused. */
    static final int UTILISATION = 1;
    static final int TEMPERATURE = 2;
    static final int MEMORY = 4;
    static final int CORES = 32;

    /** Functions for tests. */
    interface Control extends Library {
        int standin_live();

        int standin_misuses();

        void standin_unload(int away);

        void standin_refuse(int what);

        void standin_plug(int index, int there);

        void standin_lose(int index, int gone);

        void standin_mig(int index, int on);

        void standin_heat(int index, int celsius, long reasons);
    }

    /** The processor in the place of the GPUs; fails as CUDA does when told to. */
    static final class OnProcessor implements Provider {

        final List<Integer> ordinals = new CopyOnWriteArrayList<>();
        volatile String failure = "";

        @Override
        public String name() {
            return "on the processor";
        }

        @Override
        public void configure(SessionOptions options, int ordinal, Gpu gpu, ModelData model) throws OrtException {
            ordinals.add(ordinal);
            if (!failure.isEmpty()) {
                throw new OrtException(failure);
            }
        }
    }

    private final Path library;
    private final Control control;

    NvidiaStandIn(Path folder) throws Exception {
        library = StandIn.compile(Path.of("src/test/c/nvidia_standin.c"), folder.resolve("libnvidia.so"));
        control = VendorLibrary.load(library.toString(), Control.class);
    }

    Control control() {
        return control;
    }

    String library() {
        return library.toString();
    }

    CudaNative driver(Provider provider) {
        return new CudaNative(new NvmlLibrary(library()), new CudaOrdinals(library()),
                new CudaSettings(provider, 1, Duration.ofSeconds(5)));
    }

    /** As after the start of the machine. */
    void reset() {
        control.standin_unload(0);
        control.standin_refuse(0);
        for (int index : new int[] {A10_INDEX, T4_INDEX}) {
            control.standin_plug(index, 1);
            control.standin_lose(index, 0);
            control.standin_mig(index, 0);
            control.standin_heat(index, 41, 0);
        }
    }

    /** The words of a real CUDA provider. */
    static String cudaFailure(int code, String text) {
        return "Non-zero status code returned while running Conv node. Name:'' Status Message: CUDA failure " + code + ": "
                + text + " ; GPU=0 ; hostname=box ; file=cuda_execution_provider.cc ; line=500 ; expr=cudaStreamSynchronize(); ";
    }
}
