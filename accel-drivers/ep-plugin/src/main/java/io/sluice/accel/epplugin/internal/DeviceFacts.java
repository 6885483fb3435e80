package io.sluice.accel.epplugin.internal;

import ai.onnxruntime.OrtEpDevice;
import ai.onnxruntime.OrtHardwareDevice;
import io.sluice.accel.onnxsession.OnnxDevice;
import io.sluice.api.accel.AcceleratorInfo;
import java.util.Locale;
import java.util.Map;

/**
 * What is known of a device: first by its owner's settings, then by its provider, then by ONNX Runtime's own look at the machine.
 *
 * @param number of the device among those of its library
 * @param count of these
 */
record DeviceFacts(OrtEpDevice device, EpSettings settings, int number, int count) {

    AcceleratorInfo info() {
        AcceleratorInfo.Kind kind = settings.kind().orElseGet(() -> kind(device.getDevice().getType()));
        Map<String, String> provider = device.getEpMetadata();
        String chip = first(settings.chip(), provider.get("chip"), device.getDevice().getMetadata().get("Description"),
                device.getEpName());
        return new AcceleratorInfo(kind, device.getEpVendor(), chip,
                OnnxDevice.runtime() + ", " + device.getEpName() + " " + provider.getOrDefault("version", ""),
                location(kind), settings.formats(), settings.operations(), settings.memoryBytes(), settings.lanes());
    }

    /**
     * The same for every driver that claims the device, where anything tells. A provider whose chip ONNX Runtime does not know
     * speaks for the processor's entry, which says nothing about the chip.
     */
    private String location(AcceleratorInfo.Kind kind) {
        if (!settings.location().isEmpty()) {
            return count == 1 ? settings.location() : settings.location() + "/" + number;
        }
        OrtHardwareDevice hardware = device.getDevice();
        String bus = first(hardware.getMetadata().get("pci_bus_id"), device.getEpMetadata().get("pci_bus_id"), "", "");
        if (!bus.isEmpty()) {
            return "pci:" + bus.toLowerCase(Locale.ROOT);
        }
        return kind == AcceleratorInfo.Kind.CPU ? "cpu" : "provider:" + device.getEpName() + "/" + number;
    }

    private static AcceleratorInfo.Kind kind(OrtHardwareDevice.OrtHardwareDeviceType type) {
        return switch (type) {
            case CPU -> AcceleratorInfo.Kind.CPU;
            case GPU -> AcceleratorInfo.Kind.GPU;
            case NPU -> AcceleratorInfo.Kind.NPU;
        };
    }

    private static String first(String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return "";
    }
}
