package io.sluice.analytics.internal.stage;

import io.sluice.analytics.internal.track.Sighting;
import io.sluice.api.frame.Region;
import java.util.List;
import java.util.Optional;

/**
 * One step of an algorithm at work. A stage that follows another asks it for its outcome. Used by one thread at a time;
 * closing frees native memory.
 */
abstract class Stage implements AutoCloseable {

    /** Looks at the picture, and at what the stages before found in it. */
    abstract void look(Shot shot);

    /** Boxes found in the latest picture; empty where it finds none. */
    List<Finding> boxes() {
        return List.of();
    }

    /** The picture that those who work on this stage's outcome look at: a changed one, or what it looked at itself. */
    abstract View view();

    /** Whether it made a changed picture of the latest one, on which those behind it work as a whole. */
    boolean changedPicture() {
        return false;
    }

    /** Whether it may change what detections of another stage are called. */
    boolean refines() {
        return false;
    }

    /** Prepares what must change between two pictures, such as another place of a model. */
    void betweenPictures() {}

    @Override
    public abstract void close();

    /** What a stage looks at where it follows {@code source}: each box, or, of a changed picture, all of it. */
    static Optional<Region> wholeOf(Optional<Stage> source, Shot shot) {
        if (source.isEmpty()) {
            return Optional.of(shot.region());
        }
        return source.get().changedPicture() ? Optional.of(Region.ALL) : Optional.empty();
    }

    static View viewOf(Optional<Stage> source, Shot shot) {
        return source.map(Stage::view).orElse(shot.view());
    }

    static Finding finding(String label, double score, Region box, boolean sure) {
        return new Finding(new Sighting(label, score, box), sure);
    }
}
