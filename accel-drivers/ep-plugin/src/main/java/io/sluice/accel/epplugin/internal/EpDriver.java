package io.sluice.accel.epplugin.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtEpDevice;
import io.sluice.accel.nativelib.HostedAccelerator;
import io.sluice.accel.nativelib.NativeDriver;
import io.sluice.accel.onnxsession.OnnxDevice;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.error.UnavailableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A library with execution providers, and the devices that they can use. */
final class EpDriver implements NativeDriver {

    private final EpSettings settings;
    private final EpLibrary library;
    private final Map<String, OrtEpDevice> devices = new LinkedHashMap<>();

    /**
     * Registers the library.
     *
     * @throws UnavailableException when it cannot be used, or has no such provider, or no device
     */
    EpDriver(EpSettings settings) {
        this.settings = settings;
        library = EpLibrary.register(OrtEnvironment.getEnvironment(), settings);
        try {
            for (OrtEpDevice device : find()) {
                devices.put(settings.name() + "-" + devices.size(), device);
            }
        } catch (RuntimeException unusable) {
            library.close();
            throw unusable;
        }
    }

    @Override
    public String runtime() {
        OrtEpDevice first = devices.values().iterator().next();
        return OnnxDevice.runtime() + " with " + first.getEpName() + " "
                + first.getEpMetadata().getOrDefault("version", "of unknown version");
    }

    @Override
    public Set<String> present() {
        library.check();
        return devices.keySet();
    }

    @Override
    public HostedAccelerator open(String id) {
        if (!library.acquire()) {
            throw new UnavailableException("accelerator.gone", "The accelerator " + id + " has gone.", "", null);
        }
        OrtEpDevice device = devices.get(id);
        Shares shares = new Shares(device.getEpName());
        EpAccelerator accelerator = new EpAccelerator(
                new EpBackend(id, settings, device, shares), info(device), library, shares, settings);
        try {
            accelerator.start();
            return accelerator;
        } catch (RuntimeException dead) {
            accelerator.close();
            throw dead;
        }
    }

    @Override
    public void close() {
        library.close();
    }

    private List<OrtEpDevice> find() {
        List<OrtEpDevice> all = library.devices();
        if (all.isEmpty()) {
            throw EpFailures.noDevice(settings.library());
        }
        List<OrtEpDevice> wanted = all.stream()
                .filter(device -> settings.provider().isEmpty() || settings.provider().equals(device.getEpName()))
                .toList();
        if (wanted.isEmpty()) {
            throw EpFailures.noProvider(settings.library(), settings.provider(),
                    all.stream().map(OrtEpDevice::getEpName).distinct().toList());
        }
        return wanted;
    }

    private AcceleratorInfo info(OrtEpDevice device) {
        return new DeviceFacts(device, settings, List.copyOf(devices.values()).indexOf(device), devices.size()).info();
    }
}
