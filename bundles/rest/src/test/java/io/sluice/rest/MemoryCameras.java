package io.sluice.rest;

import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.Cameras;
import io.sluice.api.error.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Cameras that are nowhere but here. */
final class MemoryCameras implements Cameras {

    private final Map<String, CameraSpec> cameras = new ConcurrentSkipListMap<>();

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
        if (!spec.source().driver().equals("rtsp")) {
            throw new InvalidInputException(
                    "camera.driver", "source.driver", "There is no driver '" + spec.source().driver() + "'.", "");
        }
        return cameras.put(spec.id(), spec) == null;
    }

    @Override
    public boolean putTransient(CameraSpec spec) {
        return put(spec);
    }

    @Override
    public boolean remove(String id) {
        return cameras.remove(id) != null;
    }
}
