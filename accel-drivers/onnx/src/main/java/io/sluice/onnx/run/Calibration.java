package io.sluice.onnx.run;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.TensorInfo;
import io.sluice.onnx.ElementType;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.quantise.Range;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Which values a model's tensors take on real frames. */
public final class Calibration {

    private Calibration() {}

    /**
     * Runs frames through the model.
     *
     * @param kept share of each tensor's values that lie within its range; 1 for all of them. Slightly less spends the
     *     few steps of 8 bits on the many values rather than on a few outliers
     * @throws io.sluice.onnx.OnnxException when ONNX Runtime refuses the model or a frame
     */
    public static Map<String, Range> ranges(OnnxModel model, Collection<Map<String, Tensor>> frames, double kept) {
        Map<String, Spread> spreads = new HashMap<>();
        try (Runner runner = new Runner(Probe.exposed(model), Runner.Mode.AS_WRITTEN)) {
            for (Map<String, Tensor> frame : frames) {
                frame.forEach((name, tensor) -> add(spreads, name, FloatBuffer.wrap(tensor.values())));
                runner.visit(frame, (name, tensor, info) -> add(spreads, name, tensor, info));
            }
        }
        Map<String, Range> ranges = new HashMap<>();
        spreads.forEach((name, spread) -> ranges.put(name, spread.range(kept)));
        return ranges;
    }

    private static void add(Map<String, Spread> spreads, String name, OnnxTensor tensor, TensorInfo info) {
        if (Runner.type(info) == ElementType.FLOAT) {
            add(spreads, name, tensor.getFloatBuffer());
        }
    }

    private static void add(Map<String, Spread> spreads, String name, FloatBuffer values) {
        Spread spread = spreads.computeIfAbsent(name, unseen -> new Spread());
        while (values.hasRemaining()) {
            spread.add(values.get());
        }
    }
}
