package io.sluice.accel.rockchip.internal;

import com.sun.jna.Native;
import io.sluice.accel.nativelib.Failures;
import io.sluice.accel.rockchip.internal.RknnStructs.TensorAttributes;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.accel.TensorSpec.ElementType;
import java.util.ArrayList;
import java.util.List;

/**
 * An input or output of a model.
 *
 * @param spec as the gateway sees it: floats in place of half and quantised numbers, which the runtime converts, and colour
 *     planes apart
 * @param type of the elements handed over, as in {@code rknn_tensor_type}
 * @param layout of the elements handed over, as in {@code rknn_tensor_format}
 * @param interleaved whether the runtime wants the channels of each pixel together: of a picture it takes nothing else
 */
record RknnTensor(TensorSpec spec, int type, int layout, boolean interleaved) {

    private static final int PICTURE_DIMENSIONS = 4;
    private static final int INT32 = 6;
    private static final int INT64 = 8;
    private static final int BOOL = 9;

    static RknnTensor input(String model, TensorAttributes attributes) {
        boolean interleaved = attributes.layout == Rknn.NHWC && attributes.dimensions == PICTURE_DIMENSIONS;
        List<Long> shape = shape(model, attributes);
        return of(model, attributes, interleaved ? planar(shape) : shape, interleaved);
    }

    static RknnTensor output(String model, TensorAttributes attributes) {
        return of(model, attributes, shape(model, attributes), false);
    }

    boolean isFloat() {
        return spec.type() == ElementType.FLOAT32;
    }

    private static RknnTensor of(String model, TensorAttributes attributes, List<Long> shape, boolean interleaved) {
        String name = Native.toString(attributes.name);
        ElementType element = elementType(model, name, attributes.type);
        int type = element == ElementType.FLOAT32 ? 0 : attributes.type;
        return new RknnTensor(new TensorSpec(name, element, shape), type, attributes.layout, interleaved);
    }

    private static ElementType elementType(String model, String name, int type) {
        return switch (type) {
            // float32, float16, int8, uint8, int16, uint16
            case 0, 1, 2, 3, 4, 5 -> ElementType.FLOAT32;
            case INT32 -> ElementType.INT32;
            case INT64 -> ElementType.INT64;
            case BOOL -> ElementType.BOOL;
            default -> throw Failures.typeUnsupported(model, name, "rknn_tensor_type " + type);
        };
    }

    private static List<Long> shape(String model, TensorAttributes attributes) {
        if (attributes.dimensions < 0 || attributes.dimensions > attributes.sizes.length) {
            throw Failures.invalid(model, "a tensor has " + attributes.dimensions + " dimensions");
        }
        List<Long> shape = new ArrayList<>();
        long elements = 1;
        for (int index = 0; index < attributes.dimensions; index++) {
            long size = Integer.toUnsignedLong(attributes.sizes[index]);
            shape.add(size);
            elements *= Math.max(size, 1);
            if (elements > Integer.MAX_VALUE) {
                throw Failures.invalid(model, "a tensor of shape " + shape + " is too large");
            }
        }
        return shape;
    }

    private static List<Long> planar(List<Long> interleaved) {
        return List.of(interleaved.get(0), interleaved.get(3), interleaved.get(1), interleaved.get(2));
    }
}
