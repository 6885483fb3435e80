package io.sluice.analytics.internal.stage;

import io.sluice.analytics.internal.LoadedModel;
import io.sluice.analytics.internal.post.Candidates;
import io.sluice.analytics.internal.post.Suppression;
import io.sluice.api.frame.Region;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.result.Detection;
import io.sluice.api.result.Embedding;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A model that looks at a whole picture: it detects, names the picture, or makes its vector. */
final class NetworkStage extends Stage {

    /** Sightings down to this part of the threshold help to follow what is known already. */
    private static final double UNSURE_PART = 0.5;
    private static final double LEAST_UNSURE = 0.1;
    /** What a vector of a whole picture stands for. */
    private static final String PICTURE = "picture";

    private final Network network;
    private final Optional<Stage> source;
    private final NetworkFindings found;
    private View view;

    NetworkStage(Network network, Optional<Stage> source) {
        this.network = network;
        this.source = source;
        found = new NetworkFindings(network.descriptor().labels());
    }

    @Override
    void look(Shot shot) {
        found.clear();
        view = viewOf(source, shot);
        Region region = wholeOf(source, shot).orElse(Region.ALL);
        ModelDescriptor descriptor = network.descriptor();
        double threshold = shot.threshold() < 0 ? descriptor.scoreThreshold() : shot.threshold();
        switch (descriptor.family()) {
            case EMBEDDING -> network.ask(model -> shot.found().whole().add(new Detection(PICTURE, 1, Region.ALL,
                    OptionalLong.empty(), Optional.of(new Embedding(model.embed(view.frame(), region))))));
            case CLASSIFICATION -> network.ask(model -> {
                model.detect(view.frame(), region, (float) threshold);
                name(model, shot.found());
            });
            default -> network.ask(model -> {
                double floor = Math.min(threshold, Math.max(LEAST_UNSURE, threshold * UNSURE_PART));
                model.detect(view.frame(), region, (float) floor);
                found.collect(model, view, threshold);
                shot.found().boxes().addAll(found.boxes());
            });
        }
    }

    @Override
    List<Finding> boxes() {
        return found.boxes();
    }

    @Override
    View view() {
        return view;
    }

    @Override
    void betweenPictures() {
        network.betweenPictures();
    }

    @Override
    public void close() {
        network.close();
    }

    private void name(LoadedModel model, Findings findings) {
        List<String> labels = network.descriptor().labels();
        Candidates candidates = model.candidates();
        Suppression chosen = model.chosen();
        for (int position = 0; position < chosen.size(); position++) {
            int index = chosen.kept(position);
            findings.whole().add(new Detection(labels.get(candidates.label(index)), candidates.score(index), Region.ALL,
                    OptionalLong.empty()));
        }
    }
}
