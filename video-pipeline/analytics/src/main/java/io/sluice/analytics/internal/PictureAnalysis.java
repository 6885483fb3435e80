package io.sluice.analytics.internal;

import io.sluice.analytics.internal.place.Places;
import io.sluice.analytics.internal.post.Candidates;
import io.sluice.analytics.internal.post.Suppression;
import io.sluice.analytics.internal.track.Sighting;
import io.sluice.analytics.internal.track.Track;
import io.sluice.analytics.internal.track.Tracker;
import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.frame.FrameStamp;
import io.sluice.api.frame.Region;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelFamily;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Crossing;
import io.sluice.api.result.Detection;
import io.sluice.api.stream.AccessUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** From a picture to a result: what the model sees, who it is, where it went. Not thread-safe. */
public final class PictureAnalysis {

    /** Sightings down to this part of the threshold help to follow what is known already. */
    private static final double UNSURE_PART = 0.5;
    private static final double LEAST_UNSURE = 0.1;

    private final Tracker tracker;
    private final Places places = new Places();
    private final List<Sighting> sure = new ArrayList<>();
    private final List<Sighting> unsure = new ArrayList<>();
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

    /** @param frame is cropped on the way */
    public AnalysisResult analyse(LoadedModel model, AVFrame frame, FrameStamp stamp) {
        ModelDescriptor descriptor = model.descriptor();
        double threshold = spec.scoreThreshold() < 0 ? descriptor.scoreThreshold() : spec.scoreThreshold();
        boolean whole = descriptor.family() == ModelFamily.CLASSIFICATION;
        double floor = whole ? threshold : Math.min(threshold, Math.max(LEAST_UNSURE, threshold * UNSURE_PART));
        model.detect(frame, spec.region(), (float) floor);
        collect(model, threshold);
        if (whole) {
            return result(stamp, descriptor, classified(), List.of());
        }
        double seconds = (double) stamp.mediaTime() / AccessUnit.TICKS_PER_SECOND;
        Map<Sighting, Track> tracks = tracker.update(sure, unsure, seconds);
        List<Crossing> crossings = new ArrayList<>();
        places.end(tracker.ended(), crossings);
        places.see(tracks.values(), seconds, crossings);
        List<Detection> detections = new ArrayList<>(sure.size());
        for (Sighting sighting : sure) {
            long id = tracks.get(sighting).id();
            detections.add(new Detection(sighting.label(), sighting.score(), sighting.box(), OptionalLong.of(id)));
        }
        return result(stamp, descriptor, detections, crossings);
    }

    private void collect(LoadedModel model, double threshold) {
        sure.clear();
        unsure.clear();
        List<String> names = model.descriptor().labels();
        Set<String> labels = spec.labels();
        Candidates candidates = model.candidates();
        Suppression chosen = model.chosen();
        for (int position = 0; position < chosen.size(); position++) {
            int index = chosen.kept(position);
            String label = names.get(candidates.label(index));
            if (labels.isEmpty() || labels.contains(label)) {
                double score = candidates.score(index);
                Region box = model.box(index);
                if (box.area() > 0) {
                    (score >= (float) threshold ? sure : unsure).add(new Sighting(label, score, box));
                }
            }
        }
    }

    private List<Detection> classified() {
        return sure.stream()
                .map(seen -> new Detection(seen.label(), seen.score(), Region.ALL, OptionalLong.empty()))
                .toList();
    }

    private static AnalysisResult result(
            FrameStamp stamp, ModelDescriptor model, List<Detection> detections, List<Crossing> crossings) {
        return new AnalysisResult(stamp, model.id(), model.version(), detections, crossings);
    }
}
