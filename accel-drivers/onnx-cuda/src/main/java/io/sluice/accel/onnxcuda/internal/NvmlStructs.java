package io.sluice.accel.onnxcuda.internal;

import com.sun.jna.Structure;

/** Structures of {@code nvml.h}; public for JNA, which reads them by reflection. */
public final class NvmlStructs {

    private NvmlStructs() {}

    /** {@code nvmlPciInfo_t} of version 3. */
    @Structure.FieldOrder({"busIdLegacy", "domain", "bus", "device", "pciDeviceId", "pciSubSystemId", "busId"})
    public static final class PciInfo extends Structure {
        public byte[] busIdLegacy = new byte[16];
        public int domain;
        public int bus;
        public int device;
        public int pciDeviceId;
        public int pciSubSystemId;
        public byte[] busId = new byte[32];
    }

    /** {@code nvmlMemory_t}, in bytes. */
    @Structure.FieldOrder({"total", "free", "used"})
    public static final class Memory extends Structure {
        public long total;
        public long free;
        public long used;
    }

    /** {@code nvmlUtilization_t}, in percent of the time since the last sample. */
    @Structure.FieldOrder({"gpu", "memory"})
    public static final class Utilisation extends Structure {
        public int gpu;
        public int memory;
    }
}
