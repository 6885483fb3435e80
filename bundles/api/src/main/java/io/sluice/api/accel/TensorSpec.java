package io.sluice.api.accel;

import java.util.List;

/**
 * Name, type and shape of a model's input or output.
 *
 * @param name as in the model
 * @param type of its elements
 * @param shape outermost first; -1 where not fixed
 */
public record TensorSpec(String name, ElementType type, List<Long> shape) {

    public TensorSpec {
        shape = List.copyOf(shape);
    }

    /** Element types in use. */
    public enum ElementType {
        FLOAT32(4),
        FLOAT16(2),
        INT64(8),
        INT32(4),
        INT8(1),
        UINT8(1),
        BOOL(1);

        private final int bytes;

        ElementType(int bytes) {
            this.bytes = bytes;
        }

        /** Bytes of one element. */
        public int bytes() {
            return bytes;
        }
    }
}
