package io.sluice.analytics.internal.stage;

import java.util.List;

/**
 * A model behind another stage: it looks at all of a changed picture, or else at each box, whichever the stage before it
 * made of the picture at hand.
 */
final class FollowingStage extends Stage {

    private final NetworkStage whole;
    private final BoxNetworkStage each;
    private final Stage source;

    /** @param whole and {@code each} share their network, which {@code whole} closes */
    FollowingStage(NetworkStage whole, BoxNetworkStage each, Stage source) {
        this.whole = whole;
        this.each = each;
        this.source = source;
    }

    @Override
    void look(Shot shot) {
        present().look(shot);
    }

    @Override
    List<Finding> boxes() {
        return present().boxes();
    }

    @Override
    View view() {
        return present().view();
    }

    @Override
    boolean refines() {
        return each.refines();
    }

    @Override
    void betweenPictures() {
        whole.betweenPictures();
    }

    @Override
    public void close() {
        whole.close();
    }

    private Stage present() {
        return source.changedPicture() ? whole : each;
    }
}
