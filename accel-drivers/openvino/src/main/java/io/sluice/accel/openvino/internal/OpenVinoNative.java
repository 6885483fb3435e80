package io.sluice.accel.openvino.internal;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.sluice.accel.nativelib.Failures;
import io.sluice.accel.nativelib.NativeAccelerator;
import io.sluice.accel.nativelib.NativeDriver;
import io.sluice.accel.nativelib.Releases;
import io.sluice.accel.nativelib.SharedHandle;
import io.sluice.accel.nativelib.SystemFiles;
import io.sluice.accel.nativelib.VendorError;
import io.sluice.accel.nativelib.VendorLibrary;
import io.sluice.accel.openvino.internal.OpenVinoStructs.Devices;
import io.sluice.accel.openvino.internal.OpenVinoStructs.Version;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorInfo.Kind;
import io.sluice.api.accel.AcceleratorReadings;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** OpenVINO, loaded. Its core ends with the last of its devices. */
final class OpenVinoNative implements NativeDriver {

    private final OpenVino openVino;
    private final OpenVinoErrors errors;
    private final SystemFiles files;
    private final List<String> kinds;
    private final Pointer core;
    private final SharedHandle coreHandle;
    private final String runtime;

    /**
     * @param library path of the library, or its name as the loader knows it
     * @param kinds of device to use, such as {@code NPU}
     */
    OpenVinoNative(String library, SystemFiles files, List<String> kinds) {
        this.files = files;
        this.kinds = List.copyOf(kinds);
        openVino = VendorLibrary.load(library, OpenVino.class);
        errors = new OpenVinoErrors(openVino);
        PointerByReference created = new PointerByReference();
        errors.checkStart("ov_core_create", openVino.ov_core_create(created), "OpenVINO");
        core = created.getValue();
        coreHandle = new SharedHandle(() -> openVino.ov_core_free(core));
        runtime = "OpenVINO " + version();
    }

    @Override
    public String runtime() {
        return runtime;
    }

    @Override
    public Set<String> present() {
        Devices devices = new Devices();
        errors.checkStart("ov_core_get_available_devices",
                openVino.ov_core_get_available_devices(core, devices), "OpenVINO");
        try {
            Set<String> present = new LinkedHashSet<>();
            if (devices.size > 0) {
                Arrays.stream(devices.names.getStringArray(0, Math.toIntExact(devices.size)))
                        .filter(device -> kinds.contains(kindOf(device)))
                        .forEach(present::add);
            }
            return present;
        } finally {
            openVino.ov_available_devices_free(devices);
        }
    }

    @Override
    public NativeAccelerator open(String device) {
        if (!coreHandle.acquire()) {
            throw Failures.startFailed(device, new VendorError("open", -1, "the driver is closed"));
        }
        Releases releases = new Releases();
        releases.add(coreHandle::release);
        String id = "openvino-" + device.toLowerCase(Locale.ROOT).replace('.', '-');
        return new OpenVinoAccelerator(id, info(device), openVino, core, device, readings(device), releases);
    }

    @Override
    public void close() {
        coreHandle.close();
    }

    private AcceleratorInfo info(String device) {
        Kind kind = Arrays.stream(Kind.values())
                .filter(known -> known.name().equals(kindOf(device)))
                .findFirst()
                .orElse(Kind.NPU);
        long memory = property(device, "GPU_DEVICE_TOTAL_MEM_SIZE")
                .or(() -> property(device, "NPU_DEVICE_TOTAL_MEM_SIZE"))
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .orElseGet(files::memoryBytes);
        // The processor is the one that others drive as well; two of one location are one device claimed twice.
        String location = kind == Kind.CPU ? "cpu" : "openvino:" + device.toLowerCase(Locale.ROOT);
        return new AcceleratorInfo(kind, "Intel", property(device, "FULL_DEVICE_NAME").orElse(device), runtime, location,
                Set.of(OpenVinoAccelerator.ONNX, OpenVinoAccelerator.IR), Map.of(), memory, 1);
    }

    private Supplier<AcceleratorReadings> readings(String device) {
        return kindOf(device).equals("NPU")
                ? new IntelNpuFiles(files, System::nanoTime)::readings
                : () -> AcceleratorReadings.NONE;
    }

    private Optional<String> property(String device, String key) {
        PointerByReference value = new PointerByReference();
        if (openVino.ov_core_get_property(core, device, key, value) != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(value.getValue().getString(0, "UTF-8"));
        } finally {
            openVino.ov_free(value.getValue());
        }
    }

    private String version() {
        Version version = new Version();
        if (openVino.ov_get_openvino_version(version) != 0) {
            return "of unknown version";
        }
        try {
            return version.build.getString(0, "UTF-8");
        } finally {
            openVino.ov_version_free(version);
        }
    }

    /** {@code GPU} of {@code GPU.1}. */
    private static String kindOf(String device) {
        return device.split("\\.", 2)[0];
    }
}
