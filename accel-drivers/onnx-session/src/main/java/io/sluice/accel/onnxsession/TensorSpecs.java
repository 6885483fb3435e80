package io.sluice.accel.onnxsession;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.accel.TensorSpec.ElementType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** What ONNX Runtime says of a model's inputs and outputs, in the API's terms. */
final class TensorSpecs {

    private TensorSpecs() {}

    /** @throws IllegalArgumentException naming the first input or output whose kind or type the API lacks */
    static List<TensorSpec> of(Collection<NodeInfo> nodes) {
        return nodes.stream().map(TensorSpecs::of).toList();
    }

    static boolean fixed(TensorSpec spec) {
        return spec.shape().stream().allMatch(size -> size >= 0);
    }

    static long[] shape(TensorSpec spec) {
        return spec.shape().stream().mapToLong(Long::longValue).toArray();
    }

    static long bytes(long[] shape, ElementType type) {
        return Arrays.stream(shape).reduce(type.bytes(), Math::multiplyExact);
    }

    static OnnxJavaType javaType(ElementType type) {
        return switch (type) {
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case INT64 -> OnnxJavaType.INT64;
            case INT32 -> OnnxJavaType.INT32;
            case INT8 -> OnnxJavaType.INT8;
            case UINT8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
        };
    }

    private static TensorSpec of(NodeInfo node) {
        if (!(node.getInfo() instanceof TensorInfo tensor)) {
            throw new IllegalArgumentException("'" + node.getName() + "' is a sequence or a map, not a tensor");
        }
        ElementType type = Arrays.stream(ElementType.values())
                .filter(known -> javaType(known) == tensor.type)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + node.getName() + "' holds " + tensor.type));
        return new TensorSpec(node.getName(), type, Arrays.stream(tensor.getShape()).boxed().toList());
    }
}
