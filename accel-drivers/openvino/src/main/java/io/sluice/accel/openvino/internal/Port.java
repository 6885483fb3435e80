package io.sluice.accel.openvino.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.sluice.accel.openvino.internal.OpenVinoStructs.Shape;
import io.sluice.api.accel.TensorSpec;

/**
 * An input or output of a compiled model.
 *
 * @param type of the elements, as in {@code ov_element_type_e} of the library in use
 */
record Port(TensorSpec spec, int type) {

    /** Shape for a call; its memory lives as long as the structure is referenced. */
    static Shape.ByValue shape(long... sizes) {
        Shape.ByValue shape = new Shape.ByValue();
        shape.rank = sizes.length;
        Memory memory = new Memory(Math.max(1, sizes.length) * (long) Long.BYTES);
        memory.write(0, sizes, 0, sizes.length);
        shape.sizes = memory;
        return shape;
    }

    static long[] sizes(long rank, Pointer sizes) {
        return rank == 0 ? new long[0] : sizes.getLongArray(0, Math.toIntExact(rank));
    }
}
