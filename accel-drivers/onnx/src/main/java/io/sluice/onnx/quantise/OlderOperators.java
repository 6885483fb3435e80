package io.sluice.onnx.quantise;

import io.sluice.onnx.Attribute;
import io.sluice.onnx.Node;
import io.sluice.onnx.OnnxException;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.TensorData;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** Brings models of opset 9 to opset 10, the first with integer operators. */
final class OlderOperators {

    private static final long WITH_INTEGERS = 10;
    /** Operators that opset 10 has taken away or given other inputs. */
    private static final Set<String> OTHERWISE = Set.of("Upsample", "TopK", "Dropout");

    private OlderOperators() {}

    /**
     * Edits the model in place.
     *
     * @throws OnnxException when it is older than opset 9, or uses what has no equal in opset 10
     */
    static OnnxModel raise(OnnxModel model) {
        long opset = model.opset("").orElse(0);
        if (opset >= WITH_INTEGERS) {
            return model;
        }
        List<Node> nodes = model.graph().nodes();
        boolean foreign = nodes.stream().anyMatch(node ->
                node.domain().isEmpty() && OTHERWISE.contains(node.operator()) || !node.subgraphs().isEmpty());
        if (opset < WITH_INTEGERS - 1 || foreign) {
            throw new OnnxException(OnnxException.Reason.UNSUPPORTED,
                    "integers need operators of version " + WITH_INTEGERS + ", it has version " + opset);
        }
        nodes.stream().filter(node -> node.is("Slice") && node.inputs().size() == 1).forEach(node -> slice(model, node));
        return model.opset("", WITH_INTEGERS);
    }

    /** What were settings of the operator are inputs since. */
    private static void slice(OnnxModel model, Node node) {
        List<String> inputs = new ArrayList<>(node.inputs());
        long[] starts = numbers(node, "starts");
        long[] axes = node.attribute("axes").map(Attribute::integers)
                .orElse(LongStream.range(0, starts.length).toArray());
        inputs.add(constant(model, node, "starts", starts));
        inputs.add(constant(model, node, "ends", numbers(node, "ends")));
        inputs.add(constant(model, node, "axes", axes));
        node.inputs(inputs).withoutAttributes();
    }

    private static long[] numbers(Node node, String attribute) {
        return node.attribute(attribute).map(Attribute::integers).orElse(new long[0]);
    }

    private static String constant(OnnxModel model, Node node, String what, long[] values) {
        String name = node.outputs().get(0) + "." + what;
        model.graph().add(TensorData.of(name, values, values.length));
        return name;
    }
}
