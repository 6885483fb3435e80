package io.sluice.accel.onnxcuda.internal;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.sluice.accel.nativelib.VendorLibrary;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.error.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * NVML, loaded and initialised. It sees the GPUs that were there when it was initialised, so that it is initialised anew once one
 * was lost or none was there; meanwhile nobody may be in it. Thread-safe.
 */
final class NvmlLibrary implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NvmlLibrary.class);
    private static final String SYSTEM = "NVML";
    /** HwSlowdown, SwThermalSlowdown, HwThermalSlowdown, HwPowerBrakeSlowdown; a power cap is how a busy GPU is meant to run. */
    private static final long SLOWED = 0x08 | 0x20 | 0x40 | 0x80;
    private static final double PERCENT = 100;

    private final Nvml nvml;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean initialised;
    private volatile boolean stale;

    /**
     * @param library path, or name as the loader knows it
     * @throws io.sluice.api.error.UnavailableException when it is not there, or the kernel's driver is not loaded
     */
    NvmlLibrary(String library) {
        nvml = VendorLibrary.load(library, Nvml.class);
        initialise();
    }

    /** NVIDIA's driver and the newest CUDA that it runs, for people. */
    String driver() {
        return locked(() -> {
            byte[] text = new byte[Nvml.TEXT_BYTES];
            IntByReference cuda = new IntByReference();
            String version = nvml.nvmlSystemGetDriverVersion(text, text.length) == NvmlErrors.SUCCESS ? text(text) : "?";
            return nvml.nvmlSystemGetCudaDriverVersion_v2(cuda) == NvmlErrors.SUCCESS
                    ? version + ", CUDA " + cuda.getValue() / 1000 + "." + cuda.getValue() % 1000 / 10
                    : version;
        });
    }

    /** UUIDs of the GPUs that answer at this moment, by the order of their slots. */
    List<String> present() {
        try {
            refresh();
        } catch (UnavailableException gone) {
            // The kernel's driver was unloaded, or updated under way: so are its GPUs, until it is back.
            LOG.debug("NVML cannot be initialised again", gone);
            return List.of();
        }
        return locked(() -> {
            List<String> uuids = new ArrayList<>();
            IntByReference count = new IntByReference();
            int code = nvml.nvmlDeviceGetCount_v2(count);
            stale = code != NvmlErrors.SUCCESS || count.getValue() == 0;
            for (int index = 0; code == NvmlErrors.SUCCESS && index < count.getValue(); index++) {
                PointerByReference device = new PointerByReference();
                byte[] uuid = new byte[Nvml.TEXT_BYTES];
                NvmlStructs.Memory memory = new NvmlStructs.Memory();
                boolean answers = nvml.nvmlDeviceGetHandleByIndex_v2(index, device) == NvmlErrors.SUCCESS
                        && nvml.nvmlDeviceGetUUID(device.getValue(), uuid, uuid.length) == NvmlErrors.SUCCESS
                        // The UUID is remembered; this asks the chip.
                        && !NvmlErrors.isLost(nvml.nvmlDeviceGetMemoryInfo(device.getValue(), memory));
                if (answers) {
                    uuids.add(text(uuid));
                } else {
                    stale = true;
                }
            }
            return uuids;
        });
    }

    /** @throws io.sluice.api.error.UnavailableException when it does not answer */
    Gpu describe(String uuid) {
        return locked(() -> {
            String id = Gpu.id(uuid);
            Pointer device = handle(uuid, id);
            byte[] name = new byte[Nvml.TEXT_BYTES];
            NvmlErrors.check("nvmlDeviceGetName", nvml.nvmlDeviceGetName(device, name, name.length), id);
            NvmlStructs.PciInfo pci = new NvmlStructs.PciInfo();
            NvmlErrors.check("nvmlDeviceGetPciInfo_v3", nvml.nvmlDeviceGetPciInfo_v3(device, pci), id);
            NvmlStructs.Memory memory = new NvmlStructs.Memory();
            int told = nvml.nvmlDeviceGetMemoryInfo(device, memory);
            // Chips that share the machine's memory have none to tell of.
            if (told != NvmlErrors.NOT_SUPPORTED) {
                NvmlErrors.check("nvmlDeviceGetMemoryInfo", told, id);
            }
            IntByReference major = new IntByReference();
            IntByReference minor = new IntByReference();
            OptionalInt capability = told(() -> nvml.nvmlDeviceGetCudaComputeCapability(device, major, minor),
                    () -> 10 * major.getValue() + minor.getValue());
            IntByReference cores = new IntByReference();
            IntByReference clock = new IntByReference();
            IntByReference mig = new IntByReference();
            return new Gpu(uuid, text(name), String.format("%04x:%02x:%02x.0", pci.domain, pci.bus, pci.device),
                    memory.total, capability,
                    told(() -> nvml.nvmlDeviceGetNumGpuCores(device, cores), cores::getValue),
                    told(() -> nvml.nvmlDeviceGetMaxClockInfo(device, Nvml.CLOCK_SM, clock), clock::getValue),
                    told(() -> nvml.nvmlDeviceGetMigMode(device, mig, new IntByReference()), mig::getValue).orElse(0) == 1);
        });
    }

    /**
     * Each reading that this chip refuses is empty.
     *
     * @throws io.sluice.api.error.UnavailableException when it does not answer any more
     */
    AcceleratorReadings readings(String uuid) {
        return locked(() -> {
            Pointer device = handle(uuid, Gpu.id(uuid));
            NvmlStructs.Utilisation busy = new NvmlStructs.Utilisation();
            IntByReference celsius = new IntByReference();
            NvmlStructs.Memory memory = new NvmlStructs.Memory();
            LongByReference reasons = new LongByReference();
            return new AcceleratorReadings(
                    answered("nvmlDeviceGetUtilizationRates", nvml.nvmlDeviceGetUtilizationRates(device, busy), uuid)
                            ? OptionalDouble.of(busy.gpu / PERCENT) : OptionalDouble.empty(),
                    answered("nvmlDeviceGetTemperature",
                            nvml.nvmlDeviceGetTemperature(device, Nvml.TEMPERATURE_GPU, celsius), uuid)
                            ? OptionalDouble.of(celsius.getValue()) : OptionalDouble.empty(),
                    answered("nvmlDeviceGetMemoryInfo", nvml.nvmlDeviceGetMemoryInfo(device, memory), uuid)
                            ? OptionalLong.of(memory.used) : OptionalLong.empty(),
                    answered("nvmlDeviceGetCurrentClocksThrottleReasons",
                            nvml.nvmlDeviceGetCurrentClocksThrottleReasons(device, reasons), uuid)
                            && (reasons.getValue() & SLOWED) != 0);
        });
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            shutdown();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private Pointer handle(String uuid, String id) {
        PointerByReference device = new PointerByReference();
        NvmlErrors.check("nvmlDeviceGetHandleByUUID", nvml.nvmlDeviceGetHandleByUUID(uuid, device), id);
        return device.getValue();
    }

    private static boolean answered(String function, int code, String uuid) {
        if (NvmlErrors.isLost(code)) {
            NvmlErrors.check(function, code, Gpu.id(uuid));
        }
        return code == NvmlErrors.SUCCESS;
    }

    private static OptionalInt told(IntSupplier call, IntSupplier value) {
        return call.getAsInt() == NvmlErrors.SUCCESS ? OptionalInt.of(value.getAsInt()) : OptionalInt.empty();
    }

    private void refresh() {
        lock.writeLock().lock();
        try {
            if (stale || !initialised) {
                shutdown();
                initialise();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void initialise() {
        NvmlErrors.check("nvmlInit_v2", nvml.nvmlInit_v2(), SYSTEM);
        initialised = true;
        stale = false;
    }

    private void shutdown() {
        if (initialised) {
            initialised = false;
            nvml.nvmlShutdown();
        }
    }

    private <T> T locked(Supplier<T> call) {
        lock.readLock().lock();
        try {
            return call.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private static String text(byte[] zeroTerminated) {
        int end = 0;
        while (end < zeroTerminated.length && zeroTerminated[end] != 0) {
            end++;
        }
        return new String(zeroTerminated, 0, end, StandardCharsets.UTF_8);
    }
}
