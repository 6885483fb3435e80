package io.sluice.accel.onnxsession;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sluice.api.model.ModelData;
import java.time.Duration;
import java.util.Set;

/** The processor with one thread a session, as the plainest of all devices. */
final class TestDevices {

    static final OnnxBackend PLAIN = new OnnxBackend() {
        @Override
        public String id() {
            return "cpu-0";
        }

        @Override
        public String name() {
            return "the processor";
        }

        @Override
        public void configure(SessionOptions options, ModelData model) throws OrtException {
            options.setIntraOpNumThreads(1);
        }
    };

    private TestDevices() {}

    static OnnxDevice plain() {
        return plain(2, Duration.ofSeconds(5));
    }

    static OnnxDevice plain(int lanes, Duration runLimit) {
        return new OnnxDevice(PLAIN, Set.of("onnx"), lanes, runLimit, models -> { });
    }
}
