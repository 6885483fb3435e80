package io.sluice.accel.openvino.internal;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;

/** The structures of {@code openvino/c} in use, field by field as there. Public because JNA reads them by reflection. */
public final class OpenVinoStructs {

    private OpenVinoStructs() {}

    /** {@code ov_version_t}. */
    @Structure.FieldOrder({"build", "description"})
    public static final class Version extends Structure {
        public Pointer build;
        public Pointer description;
    }

    /** {@code ov_available_devices_t}. */
    @Structure.FieldOrder({"names", "size"})
    public static final class Devices extends Structure {
        public Pointer names;
        public long size;
    }

    /** {@code ov_shape_t}. */
    @Structure.FieldOrder({"rank", "sizes"})
    public static class Shape extends Structure {
        public long rank;
        public Pointer sizes;

        /** The same, passed as itself. */
        public static final class ByValue extends Shape implements Structure.ByValue {}
    }

    /** {@code ov_partial_shape_t}: its rank as a range, and a range for each dimension. */
    @Structure.FieldOrder({"lowestRank", "highestRank", "ranges"})
    public static final class PartialShape extends Structure {
        public long lowestRank;
        public long highestRank;
        public Pointer ranges;
    }
}
