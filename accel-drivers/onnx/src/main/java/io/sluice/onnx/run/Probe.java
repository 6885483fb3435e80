package io.sluice.onnx.run;

import io.sluice.onnx.Node;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.Shape;
import io.sluice.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at tensors between operators: the model with all of them as outputs, run as it is written. */
public final class Probe {

    private Probe() {}

    /**
     * Types and shapes of everything that operators make, as one run has them.
     *
     * @throws io.sluice.onnx.OnnxException when ONNX Runtime refuses the model or the frame
     */
    public static Map<String, ValueInfo> shapes(OnnxModel model, Map<String, Tensor> frame) {
        Map<String, ValueInfo> shapes = new LinkedHashMap<>();
        try (Runner runner = new Runner(exposed(model), Runner.Mode.AS_WRITTEN)) {
            runner.visit(frame, (name, tensor, info) ->
                    shapes.put(name, ValueInfo.tensor(name, Runner.type(info), Shape.of(info.getShape()))));
        }
        return shapes;
    }

    /** A frame of noughts; sizes that are open are taken as 1. */
    public static Map<String, Tensor> zeros(OnnxModel model) {
        Map<String, Tensor> frame = new LinkedHashMap<>();
        for (ValueInfo input : model.graph().requiredInputs()) {
            long[] sizes = input.shape().orElse(Shape.of()).toArray();
            for (int axis = 0; axis < sizes.length; axis++) {
                sizes[axis] = Math.max(1, sizes[axis]);
            }
            frame.put(input.name(), Tensor.zeros(sizes));
        }
        return frame;
    }

    /** A copy with all that operators make as outputs. */
    static OnnxModel exposed(OnnxModel model) {
        OnnxModel copy = model.copy();
        List<ValueInfo> outputs = new ArrayList<>(copy.graph().outputs());
        Set<String> known = new HashSet<>();
        outputs.forEach(output -> known.add(output.name()));
        for (Node node : copy.graph().nodes()) {
            node.outputs().stream()
                    .filter(name -> !name.isEmpty() && known.add(name))
                    .forEach(name -> outputs.add(ValueInfo.named(name)));
        }
        copy.graph().outputs(outputs);
        return copy;
    }
}
