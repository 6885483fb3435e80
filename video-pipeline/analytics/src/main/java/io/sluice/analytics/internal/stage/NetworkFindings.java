package io.sluice.analytics.internal.stage;

import io.sluice.analytics.internal.LoadedModel;
import io.sluice.analytics.internal.post.Candidates;
import io.sluice.analytics.internal.post.Suppression;
import io.sluice.analytics.internal.track.Sighting;
import io.sluice.api.frame.Region;
import java.util.ArrayList;
import java.util.List;

/** The boxes that a detector found in a picture or in parts of it. Reused; not thread-safe. */
final class NetworkFindings {

    private final List<String> labels;
    private final List<Finding> boxes = new ArrayList<>();

    NetworkFindings(List<String> labels) {
        this.labels = labels;
    }

    List<Finding> boxes() {
        return boxes;
    }

    void clear() {
        boxes.clear();
    }

    /** @param threshold from which a box is sure */
    void collect(LoadedModel model, View view, double threshold) {
        Candidates candidates = model.candidates();
        Suppression chosen = model.chosen();
        for (int position = 0; position < chosen.size(); position++) {
            int index = chosen.kept(position);
            double score = candidates.score(index);
            Region box = view.outward(model.box(index));
            if (box.area() > 0) {
                Sighting sighting = new Sighting(labels.get(candidates.label(index)), score, box);
                boxes.add(new Finding(sighting, score >= (float) threshold));
            }
        }
    }
}
