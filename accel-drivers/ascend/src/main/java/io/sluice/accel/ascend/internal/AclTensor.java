package io.sluice.accel.ascend.internal;

import io.sluice.accel.ascend.internal.AclStructs.Dimensions;
import io.sluice.accel.nativelib.Failures;
import io.sluice.accel.nativelib.Tensors;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.accel.TensorSpec.ElementType;
import java.util.Arrays;

/**
 * An input or output of a model.
 *
 * @param bytes the device wants for it: at least those of its elements
 */
record AclTensor(TensorSpec spec, long bytes) {

    static AclTensor of(String model, String name, int type, Dimensions dimensions, long bytes) {
        if (dimensions.count < 0 || dimensions.count > dimensions.sizes.length) {
            throw Failures.invalid(model, "'" + name + "' has " + dimensions.count + " dimensions");
        }
        TensorSpec spec = new TensorSpec(name, elementType(model, name, type),
                Arrays.stream(dimensions.sizes, 0, (int) dimensions.count).boxed().toList());
        if (!Tensors.fixed(spec)) {
            throw Failures.invalid(model, "'" + name + "' has shape " + spec.shape() + ", which is not fixed (-1)");
        }
        try {
            if (bytes < Tensors.bytes(spec) || bytes > Integer.MAX_VALUE) {
                throw Failures.invalid(model, "'" + name + "' of shape " + spec.shape() + " is to take " + bytes + " bytes");
            }
        } catch (ArithmeticException endless) {
            throw Failures.invalid(model, "'" + name + "' of shape " + spec.shape() + " is too large");
        }
        return new AclTensor(spec, bytes);
    }

    /** @param type an {@code aclDataType} */
    private static ElementType elementType(String model, String name, int type) {
        return switch (type) {
            case 0 -> ElementType.FLOAT32;
            case 1 -> ElementType.FLOAT16;
            case 2 -> ElementType.INT8;
            case 3 -> ElementType.INT32;
            case 4 -> ElementType.UINT8;
            case 9 -> ElementType.INT64;
            case 12 -> ElementType.BOOL;
            default -> throw Failures.typeUnsupported(model, name, "aclDataType " + type);
        };
    }
}
