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
import java.util.function.Function;

/** Which values a model's tensors take on real frames, and which range of them 8 bits should stand for. */
public final class Calibration {

    private final Map<String, Spread> spreads;

    private Calibration(Map<String, Spread> spreads) {
        this.spreads = spreads;
    }

    /**
     * Runs frames through the model.
     *
     * @throws io.sluice.onnx.OnnxException when ONNX Runtime refuses the model or a frame
     */
    public static Calibration of(OnnxModel model, Collection<Map<String, Tensor>> frames) {
        Map<String, Spread> spreads = new HashMap<>();
        try (Runner runner = new Runner(Probe.exposed(model), Runner.Mode.AS_WRITTEN)) {
            for (Map<String, Tensor> frame : frames) {
                frame.forEach((name, tensor) -> add(spreads, name, FloatBuffer.wrap(tensor.values())));
                runner.visit(frame, (name, tensor, info) -> add(spreads, name, tensor, info));
            }
        }
        return new Calibration(spreads);
    }

    /** As {@link #share}, of frames. */
    public static Map<String, Range> ranges(OnnxModel model, Collection<Map<String, Tensor>> frames, double kept) {
        return of(model, frames).share(kept);
    }

    /**
     * Ranges by share.
     *
     * @param kept share of each tensor's values that lie within its range; 1 for all of them. Slightly less spends the
     *     few steps of 8 bits on the many values rather than on a few outliers
     */
    public Map<String, Range> share(double kept) {
        return each(spread -> spread.range(kept));
    }

    /** Ranges by relative entropy, which weigh what is cut off against what is rounded. */
    public Map<String, Range> entropy() {
        return each(Spread::entropy);
    }

    private Map<String, Range> each(Function<Spread, Range> choice) {
        Map<String, Range> ranges = new HashMap<>();
        spreads.forEach((name, spread) -> ranges.put(name, choice.apply(spread)));
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
