package io.sluice.analytics.internal;

import io.sluice.analytics.internal.stage.LoadedAlgorithm;
import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.result.AnalysisResult;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A candidate version that looks at the same pictures as the one in use, only to be compared: nothing it finds is stored, and
 * nothing that befalls it touches the analysis. It has a status of its own, of the subject {@code camera/algorithm@version}.
 * Used by the analysis's thread only.
 */
final class Shadow implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);
    /** What a first status should rest on. */
    private static final int FIRST_PICTURES = 10;

    private final AnalysisStatus status;
    private final ModelSlot slot;
    private final Agreement agreement = new Agreement();
    private String candidate = "";
    private Optional<PictureAnalysis> analysis = Optional.empty();
    private Optional<AnalysisSpec> spec = Optional.empty();
    private String comparedWith = "";

    Shadow(Services services, AnalysisStatus ofAnalysis) {
        status = ofAnalysis.another();
        slot = new ModelSlot(services, status, this::find, true);
    }

    /**
     * Shows the candidate, if there is one, a picture that the version in use has just looked at.
     *
     * @param result what the version in use found
     */
    void look(Settings settings, AVFrame frame, AnalysisResult result) {
        String wanted = settings.analysis().candidate();
        if (!wanted.equals(candidate)) {
            close();
            candidate = wanted;
        }
        if (candidate.isEmpty()) {
            return;
        }
        status.about(settings.cameraId(), settings.analysis().modelId() + "@" + candidate);
        if (result.modelVersion().equals(candidate)) {
            slot.close();
            status.shadowActive();
            return;
        }
        try {
            slot.current(settings).ifPresent(loaded -> compare(loaded, settings.analysis(), frame, result));
        } catch (RuntimeException | LinkageError | OutOfMemoryError error) {
            LOG.warn("The candidate {} of {} failed", candidate, settings.cameraId(), error);
            slot.close();
            status.failed(error);
        }
    }

    /** Tells how it agrees so far. */
    void tell() {
        if (agreement.pictures() > 0) {
            status.shadow(agreement.percent(), agreement.pictures(), agreement.boxes());
        }
    }

    @Override
    public void close() {
        slot.close();
        agreement.restart();
        analysis = Optional.empty();
        spec = Optional.empty();
        candidate = "";
        status.gone();
    }

    private Optional<AlgorithmDescriptor> find(ModelRepository repository, String id) {
        return repository.find(id, candidate);
    }

    private void compare(LoadedAlgorithm loaded, AnalysisSpec present, AVFrame frame, AnalysisResult result) {
        if (!spec.equals(Optional.of(present)) || !comparedWith.equals(result.modelVersion())) {
            spec = Optional.of(present);
            comparedWith = result.modelVersion();
            analysis = Optional.of(new PictureAnalysis(present, 0));
            agreement.restart();
        }
        AnalysisResult own = analysis.orElseThrow().analyse(loaded, frame, result.frame());
        agreement.add(result.detections(), own.detections());
        if (agreement.pictures() == FIRST_PICTURES) {
            tell();
        }
    }
}
