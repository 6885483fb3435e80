package io.sluice.placement.internal.pool;

import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Sizes of tensors that are open in nothing but how many pictures they hold. */
final class TensorSizes {

    private TensorSizes() {}

    /** Of one picture's part. */
    static int bytes(TensorSpec tensor) {
        long elements = tensor.shape().stream().skip(1).reduce(1L, Math::multiplyExact);
        return Math.toIntExact(elements * tensor.type().bytes());
    }

    /** Of one picture's parts of all inputs and outputs. */
    static long bytesOfPicture(InferenceSession session) {
        return Stream.concat(session.inputs().stream(), session.outputs().stream())
                .mapToLong(TensorSizes::bytes).sum();
    }

    /** The same tensors with one picture, as those see them who do not know of batches. */
    static List<TensorSpec> ofOnePicture(List<TensorSpec> tensors) {
        return tensors.stream().map(TensorSizes::ofOnePicture).toList();
    }

    private static TensorSpec ofOnePicture(TensorSpec tensor) {
        if (tensor.shape().isEmpty() || tensor.shape().get(0) != -1) {
            return tensor;
        }
        List<Long> shape = new ArrayList<>(tensor.shape());
        shape.set(0, 1L);
        return new TensorSpec(tensor.name(), tensor.type(), shape);
    }
}
