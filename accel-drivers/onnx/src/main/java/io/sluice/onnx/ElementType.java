package io.sluice.onnx;

import java.util.Arrays;

/** Types of tensors' elements, as TensorProto.DataType numbers them. */
public enum ElementType {
    FLOAT(1, 32),
    UINT8(2, 8),
    INT8(3, 8),
    UINT16(4, 16),
    INT16(5, 16),
    INT32(6, 32),
    INT64(7, 64),
    /** Has no fixed size. */
    STRING(8, 0),
    BOOL(9, 8),
    FLOAT16(10, 16),
    DOUBLE(11, 64),
    UINT32(12, 32),
    UINT64(13, 64),
    COMPLEX64(14, 64),
    COMPLEX128(15, 128),
    BFLOAT16(16, 16),
    FLOAT8E4M3FN(17, 8),
    FLOAT8E4M3FNUZ(18, 8),
    FLOAT8E5M2(19, 8),
    FLOAT8E5M2FNUZ(20, 8),
    UINT4(21, 4),
    INT4(22, 4),
    FLOAT4E2M1(23, 4);

    private final int number;
    private final int bits;

    ElementType(int number, int bits) {
        this.number = number;
        this.bits = bits;
    }

    public int number() {
        return number;
    }

    /** Bits of an element; 0 where that differs from one to the next. */
    public int bits() {
        return bits;
    }

    /** Bytes that this many elements take, packed. */
    public long bytes(long elements) {
        return bits < Byte.SIZE ? (elements * bits + Byte.SIZE - 1) / Byte.SIZE : elements * (bits / Byte.SIZE);
    }

    /** @throws OnnxException when there is no such type */
    public static ElementType of(long number) {
        return Arrays.stream(values())
                .filter(type -> type.number == number)
                .findFirst()
                .orElseThrow(() -> OnnxException.malformed("there is no element type " + number));
    }
}
