package io.sluice.accel.rockchip.internal;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;

/** The structures of {@code rknn_api.h} in use, field by field as there. Public because JNA reads them by reflection. */
public final class RknnStructs {

    private static final int MAX_DIMS = 16;
    private static final int MAX_NAME = 256;

    private RknnStructs() {}

    /** {@code rknn_input_output_num}. */
    @Structure.FieldOrder({"inputs", "outputs"})
    public static final class Counts extends Structure {
        public int inputs;
        public int outputs;
    }

    /** {@code rknn_sdk_version}. */
    @Structure.FieldOrder({"api", "driver"})
    public static final class SdkVersion extends Structure {
        public byte[] api = new byte[MAX_NAME];
        public byte[] driver = new byte[MAX_NAME];
    }

    /** {@code rknn_tensor_attr}. */
    @Structure.FieldOrder({"index", "dimensions", "sizes", "name", "elements", "bytes", "layout", "type", "quantisation",
            "fractionBits", "zeroPoint", "scale", "widthStride", "bytesWithStride", "passThrough", "heightStride"})
    public static final class TensorAttributes extends Structure {
        public int index;
        public int dimensions;
        public int[] sizes = new int[MAX_DIMS];
        public byte[] name = new byte[MAX_NAME];
        public int elements;
        public int bytes;
        public int layout;
        public int type;
        public int quantisation;
        public byte fractionBits;
        public int zeroPoint;
        public float scale;
        public int widthStride;
        public int bytesWithStride;
        public byte passThrough;
        public int heightStride;
    }

    /** {@code rknn_input}. */
    @Structure.FieldOrder({"index", "memory", "bytes", "passThrough", "type", "layout"})
    public static final class Input extends Structure {
        public int index;
        public Pointer memory;
        public int bytes;
        public byte passThrough;
        public int type;
        public int layout;
    }

    /** {@code rknn_output}. */
    @Structure.FieldOrder({"wantFloat", "preallocated", "index", "memory", "bytes"})
    public static final class Output extends Structure {
        public byte wantFloat;
        public byte preallocated;
        public int index;
        public Pointer memory;
        public int bytes;
    }
}
