package io.sluice.compression.internal;

import io.sluice.api.device.Cameras;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.recording.Segment;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What jobs are made of. Services may be away for a moment while they are updated; then it is said.
 *
 * @param index recordings, where the recorder runs
 * @param cameras configured, where they are known
 */
record Sources(
        Supplier<ModelRepository> models,
        Supplier<AlgorithmStore> algorithms,
        Supplier<RecordingIndex> index,
        Supplier<Cameras> cameras,
        Devices devices) {

    ModelChoice choose(String algorithm, Optional<String> version, Optional<String> model) {
        return ModelChoice.of(there(models.get(), "The models"), algorithm, version, model);
    }

    AlgorithmStore store() {
        return there(algorithms.get(), "The store of algorithms");
    }

    /** @throws RejectedException when there is none, or not the one named */
    String device(Optional<String> id) {
        return devices.require(id.or(devices::processor).orElse("cpu-0"));
    }

    /**
     * Moments spread over what is recorded of a camera.
     *
     * @throws NotFoundException when the camera is not known
     * @throws RejectedException when nothing is recorded of it in that time
     */
    List<Moments.Recorded> moments(CompressionRequest.Frames frames, int count) {
        RecordingIndex recordings = there(index.get(), "The recorder");
        String camera = frames.camera().orElseThrow();
        List<Segment> segments = recordings.segments(camera, frames.from(), frames.to());
        List<Moments.Recorded> moments = Moments.spread(segments, frames.from(), frames.to(), count);
        if (!moments.isEmpty()) {
            return moments;
        }
        Cameras configured = cameras.get();
        boolean known = recordings.cameras().contains(camera)
                || configured != null && configured.find(camera).isPresent();
        if (!known) {
            throw new NotFoundException("compression.camera.unknown",
                    "There is no camera '" + camera + "', and no recording of one of that name.");
        }
        throw new RejectedException("compression.recordings.none", "Nothing is recorded of the camera '" + camera
                + "' from " + frames.from() + " to " + frames.to() + ".",
                "Take another time; 'GET /api/recordings/" + camera + "' tells what there is.", null);
    }

    private static <T> T there(T service, String what) {
        if (service == null) {
            throw new UnavailableException("compression.part.away", what + " cannot be reached at present.",
                    "It may be being updated; try again in a few seconds.", null);
        }
        return service;
    }
}
