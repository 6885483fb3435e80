package io.sluice.accel.openvino.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.sluice.accel.openvino.internal.OpenVinoStructs.PartialShape;
import java.util.Map;
import java.util.TreeMap;

/**
 * The outermost size of inputs that leave it open, made 1 before the model is compiled: this driver runs one picture at a time,
 * and an NPU compiles models of fixed size only. A vector's only size is its length, not a batch.
 */
final class OpenBatch {

    /** Bytes of an {@code ov_dimension_t}: the least and the largest it can be. */
    private static final int DIMENSION = 2 * Long.BYTES;

    private final OpenVino openVino;
    private final OpenVinoErrors errors;
    private final String model;
    private final String device;

    OpenBatch(OpenVino openVino, OpenVinoErrors errors, String model, String device) {
        this.openVino = openVino;
        this.errors = errors;
        this.model = model;
        this.device = device;
    }

    /** @param read the model, which is changed */
    void close(Pointer read) {
        LongByReference size = new LongByReference();
        check("ov_model_inputs_size", openVino.ov_model_inputs_size(read, size));
        Map<Long, long[]> open = new TreeMap<>();
        for (long index = 0; index < size.getValue(); index++) {
            long[] ranges = ranges(read, index);
            if (ranges.length >= 4 && (ranges[0] != ranges[1] || ranges[0] < 0)) {
                ranges[0] = 1;
                ranges[1] = 1;
                open.put(index, ranges);
            }
        }
        if (!open.isEmpty()) {
            reshape(read, open);
        }
    }

    /** Of each dimension the least and the largest it can be; none where not even their number is fixed. */
    private long[] ranges(Pointer read, long index) {
        PointerByReference port = new PointerByReference();
        check("ov_model_const_input_by_index", openVino.ov_model_const_input_by_index(read, index, port));
        PartialShape shape = new PartialShape();
        try {
            check("ov_port_get_partial_shape", openVino.ov_port_get_partial_shape(port.getValue(), shape));
        } finally {
            openVino.ov_output_const_port_free(port.getValue());
        }
        try {
            boolean ranked = shape.lowestRank == shape.highestRank && shape.highestRank > 0;
            return ranked ? shape.ranges.getLongArray(0, Math.toIntExact(2 * shape.highestRank)) : new long[0];
        } finally {
            openVino.ov_partial_shape_free(shape);
        }
    }

    private void reshape(Pointer read, Map<Long, long[]> inputs) {
        Memory indexes = new Memory((long) inputs.size() * Long.BYTES);
        PartialShape[] shapes = (PartialShape[]) new PartialShape().toArray(inputs.size());
        int at = 0;
        for (Map.Entry<Long, long[]> input : inputs.entrySet()) {
            long[] ranges = input.getValue();
            Memory dimensions = new Memory((long) ranges.length / 2 * DIMENSION);
            dimensions.write(0, ranges, 0, ranges.length);
            indexes.setLong((long) at * Long.BYTES, input.getKey());
            shapes[at].lowestRank = ranges.length / 2;
            shapes[at].highestRank = ranges.length / 2;
            shapes[at].ranges = dimensions;
            shapes[at].write();
            at++;
        }
        check("ov_model_reshape_by_port_indexes", openVino.ov_model_reshape_by_port_indexes(
                read, indexes, shapes[0].getPointer(), inputs.size()));
    }

    private void check(String function, int status) {
        errors.checkLoad(function, status, model, device);
    }
}
