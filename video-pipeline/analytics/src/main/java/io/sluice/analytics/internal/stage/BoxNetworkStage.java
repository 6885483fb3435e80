package io.sluice.analytics.internal.stage;

import io.sluice.analytics.internal.LoadedModel;
import io.sluice.analytics.internal.post.Candidates;
import io.sluice.analytics.internal.post.Suppression;
import io.sluice.api.frame.Region;
import io.sluice.api.model.ModelFamily;
import java.util.List;

/**
 * A model that looks at each box of another stage by itself, cropped on the way from the decoded picture into its tensor. Each
 * kind of model does with the box what it can:
 * <ul>
 * <li>a classifier names it anew: its label takes the place of the detector's, or stands behind it after a slash where the
 *     arguments say {@code "label": "refine"}; the score becomes the product of both. A box for which no class reaches the
 *     threshold stays as the detector left it;
 * <li>an embedding adds its vector;
 * <li>a detector finds smaller things in it, which are reported beside it.
 * </ul>
 */
final class BoxNetworkStage extends Stage {

    private final Network network;
    private final Stage source;
    private final BoxArguments arguments;
    private final NetworkFindings inner;

    BoxNetworkStage(Network network, Stage source, BoxArguments arguments) {
        this.network = network;
        this.source = source;
        this.arguments = arguments;
        inner = new NetworkFindings(network.descriptor().labels());
    }

    @Override
    void look(Shot shot) {
        inner.clear();
        int asked = 0;
        for (Finding finding : source.boxes()) {
            if (finding.sure() && arguments.takes(finding.sighting().label()) && asked < arguments.most()) {
                asked++;
                Region part = source.view().inward(arguments.widened(finding.sighting().box()));
                if (part.area() > 0) {
                    network.ask(model -> ask(model, finding, part, shot));
                }
            }
        }
        shot.found().boxes().addAll(inner.boxes());
    }

    /** Those of the detector, or those found within. */
    @Override
    List<Finding> boxes() {
        return detects() ? inner.boxes() : source.boxes();
    }

    @Override
    View view() {
        return source.view();
    }

    @Override
    boolean refines() {
        return network.descriptor().family() == ModelFamily.CLASSIFICATION;
    }

    @Override
    void betweenPictures() {
        network.betweenPictures();
    }

    @Override
    public void close() {
        network.close();
    }

    private boolean detects() {
        ModelFamily family = network.descriptor().family();
        return family != ModelFamily.CLASSIFICATION && family != ModelFamily.EMBEDDING;
    }

    private void ask(LoadedModel model, Finding finding, Region part, Shot shot) {
        if (network.descriptor().family() == ModelFamily.EMBEDDING) {
            finding.embed(model.embed(view().frame(), part));
            return;
        }
        // A threshold given to the analysis is the detector's: a class of a box is as sure as its model says it must be.
        double threshold = network.descriptor().scoreThreshold();
        model.detect(view().frame(), part, (float) threshold);
        if (detects()) {
            inner.collect(model, view(), threshold);
        } else {
            rename(model, finding);
        }
    }

    private void rename(LoadedModel model, Finding finding) {
        Suppression chosen = model.chosen();
        if (chosen.size() > 0) {
            Candidates candidates = model.candidates();
            int best = chosen.kept(0);
            String label = network.descriptor().labels().get(candidates.label(best));
            String shown = arguments.refine() ? finding.label() + "/" + label : label;
            finding.refine(shown, finding.score() * candidates.score(best));
        }
    }
}
