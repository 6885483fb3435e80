package io.sluice.runner.kit.testing;

import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.Cameras;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Cameras without a stream. */
public final class MemoryCameras implements Cameras {

    private final Map<String, CameraSpec> cameras = new ConcurrentHashMap<>();

    @Override
    public List<CameraSpec> list() {
        return List.copyOf(cameras.values());
    }

    @Override
    public Optional<CameraSpec> find(String id) {
        return Optional.ofNullable(cameras.get(id));
    }

    @Override
    public boolean put(CameraSpec spec) {
        throw new UnsupportedOperationException("a task's camera is forgotten at the next start");
    }

    @Override
    public boolean putTransient(CameraSpec spec) {
        return cameras.put(spec.id(), spec) == null;
    }

    @Override
    public boolean remove(String id) {
        return cameras.remove(id) != null;
    }
}
