package io.sluice.accel.ascend.internal;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;

/** The structures of {@code acl/acl_*.h} in use, field by field as there. Public because JNA reads them by reflection. */
public final class AclStructs {

    private static final int MAX_DIMENSIONS = 128;
    private static final int MAX_NAME = 128;

    private AclStructs() {}

    /** {@code aclmdlIODims}. */
    @Structure.FieldOrder({"name", "count", "sizes"})
    public static final class Dimensions extends Structure {
        public byte[] name = new byte[MAX_NAME];
        public long count;
        public long[] sizes = new long[MAX_DIMENSIONS];
    }

    /** {@code aclrtUtilizationInfo}: percentages, -1 where a chip lacks the part. The extension has to be null. */
    @Structure.FieldOrder({"cube", "vector", "processor", "memory", "extension"})
    public static final class Utilisation extends Structure {
        public int cube;
        public int vector;
        public int processor;
        public int memory;
        public Pointer extension;
    }
}
