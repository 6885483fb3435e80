package io.sluice.analytics.internal;

import io.sluice.analytics.internal.place.Places;
import io.sluice.analytics.internal.stage.Finding;
import io.sluice.analytics.internal.stage.Findings;
import io.sluice.analytics.internal.stage.LoadedAlgorithm;
import io.sluice.analytics.internal.track.Sighting;
import io.sluice.analytics.internal.track.Track;
import io.sluice.analytics.internal.track.Tracker;
import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.frame.FrameStamp;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Crossing;
import io.sluice.api.result.Detection;
import io.sluice.api.stream.AccessUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** From a picture to a result: what the algorithm sees, who it is, where it went. Not thread-safe. */
public final class PictureAnalysis {

    private final Tracker tracker;
    private final Places places = new Places();
    private final List<Finding> reported = new ArrayList<>();
    private final List<Sighting> sure = new ArrayList<>();
    private final List<Sighting> unsure = new ArrayList<>();
    private final Map<Long, String> names = new HashMap<>();
    private AnalysisSpec spec;

    /** @param firstTrackId id of the first thing found */
    public PictureAnalysis(AnalysisSpec spec, long firstTrackId) {
        tracker = new Tracker(firstTrackId);
        apply(spec);
    }

    /** Changes what is looked for and reported, from the next picture on; who is followed stays followed. */
    public void apply(AnalysisSpec next) {
        spec = next;
        places.watch(next.zones(), next.lines());
    }

    /** @throws io.sluice.api.error.UnavailableException when a model has no place at present */
    public AnalysisResult analyse(LoadedAlgorithm algorithm, AVFrame frame, FrameStamp stamp) {
        Findings found = algorithm.look(frame, spec.region(), spec.scoreThreshold(), stamp.mediaTime());
        collect(found, algorithm.refines());
        double seconds = (double) stamp.mediaTime() / AccessUnit.TICKS_PER_SECOND;
        Map<Sighting, Track> tracks = tracker.update(sure, unsure, seconds);
        List<Detection> detections = new ArrayList<>(reported.size());
        found.whole().stream().filter(named -> wanted(named.label())).forEach(detections::add);
        for (Finding finding : reported) {
            long id = tracks.get(finding.sighting()).id();
            if (!finding.label().equals(finding.sighting().label())) {
                names.put(id, finding.label());
            }
            if (wanted(finding.label())) {
                detections.add(new Detection(finding.label(), finding.score(), finding.sighting().box(),
                        OptionalLong.of(id), finding.embedding()));
            }
        }
        detections.sort(Comparator.comparingDouble(Detection::score).reversed());
        List<Crossing> crossings = crossings(tracks, seconds, algorithm.refines());
        AlgorithmDescriptor descriptor = algorithm.descriptor();
        return new AnalysisResult(stamp, descriptor.id(), descriptor.version(), detections, crossings,
                List.copyOf(found.measurements()));
    }

    /** What a later stage may call otherwise is followed whatever it is called now, or it would be lost by a flicker. */
    private void collect(Findings found, boolean refined) {
        reported.clear();
        sure.clear();
        unsure.clear();
        for (Finding finding : found.boxes()) {
            if (refined || wanted(finding.sighting().label())) {
                if (finding.sure()) {
                    reported.add(finding);
                    sure.add(finding.sighting());
                } else {
                    unsure.add(finding.sighting());
                }
            }
        }
    }

    private List<Crossing> crossings(Map<Sighting, Track> tracks, double seconds, boolean refined) {
        List<Crossing> crossings = new ArrayList<>();
        places.end(tracker.ended(), crossings);
        places.see(tracks.values(), seconds, crossings);
        if (!refined) {
            return crossings;
        }
        List<Crossing> renamed = crossings.stream()
                .map(crossing -> new Crossing(crossing.kind(), crossing.place(), crossing.trackId(),
                        names.getOrDefault(crossing.trackId(), crossing.label())))
                .filter(crossing -> wanted(crossing.label()))
                .toList();
        tracker.ended().forEach(track -> names.remove(track.id()));
        return renamed;
    }

    private boolean wanted(String label) {
        return spec.labels().isEmpty() || spec.labels().contains(label);
    }
}
