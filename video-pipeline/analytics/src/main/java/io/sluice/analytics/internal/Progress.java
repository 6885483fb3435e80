package io.sluice.analytics.internal;

import io.sluice.api.stream.AccessUnit;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far an analysis has come in its stream. After the analysis, its model or its accelerator was replaced it
 * continues there: it decodes again from the key frame before the last picture looked at, as far as the hub still has
 * it, and looks at what follows. Not thread-safe.
 */
final class Progress {

    /**
     * A place to continue after.
     *
     * @param keySequence of the key frame to decode from
     * @param keyTime media time of that key frame; proves that a sequence is of the same stream
     * @param lookedTime media time of the last picture looked at. Pictures are looked at in the order of their times,
     *     and their units come in another, so that a sequence would not tell which pictures are left
     */
    record Mark(long keySequence, long keyTime, long lookedTime) {}

    private record Key(long sequence, long time) {}

    private Optional<Mark> mark = Optional.empty();
    private Optional<Mark> resumed = Optional.empty();
    private Optional<Key> key = Optional.empty();
    private Optional<Key> nextKey = Optional.empty();
    private boolean opened;

    /** Goes on from what was kept of an earlier analysis of the same camera and model, if anything was. */
    void begin(Optional<Mark> kept) {
        mark = kept;
    }

    /** The last picture cannot be passed: the next look is at the present. */
    void forget() {
        mark = Optional.empty();
    }

    /** Where to continue, if there is a place. */
    Optional<Mark> mark() {
        return mark;
    }

    /** The sequence a tap continues after, such that the first unit is the key frame to decode from. */
    OptionalLong tapAfter() {
        return mark.map(place -> OptionalLong.of(place.keySequence() - 1)).orElse(OptionalLong.empty());
    }

    /** A tap was opened; its first unit tells whether the hub still had the place. */
    void opened() {
        opened = true;
        resumed = Optional.empty();
        key = Optional.empty();
        nextKey = Optional.empty();
    }

    /**
     * Takes notice of the next unit, before it is decoded.
     *
     * @return whether it is the first one, and continues the stream where the mark says
     */
    boolean next(AccessUnit unit) {
        boolean first = opened;
        if (first) {
            opened = false;
            resumed = mark.filter(place ->
                    unit.sequence() == place.keySequence() && unit.presentationTime() == place.keyTime());
            mark = resumed;
        } else if (unit.keyFrame() && (unit.discontinuity() || !lookedAt(unit))) {
            // After a loss the camera may count from anywhere.
            resumed = Optional.empty();
        }
        if (unit.keyFrame()) {
            Optional<Key> place = Optional.of(new Key(unit.sequence(), unit.presentationTime()));
            nextKey = key.isEmpty() || unit.discontinuity() ? Optional.empty() : place;
            key = nextKey.isEmpty() ? place : key;
        }
        return first && resumed.isPresent();
    }

    /** Whether the unit's picture was looked at before the stream was left. */
    boolean lookedAt(AccessUnit unit) {
        return resumed.isPresent() && unit.presentationTime() <= resumed.get().lookedTime();
    }

    /** A picture was looked at, and what came of it is on its way to the store. */
    void looked(long mediaTime) {
        if (nextKey.isPresent() && mediaTime >= nextKey.get().time()) {
            key = nextKey;
            nextKey = Optional.empty();
        }
        key.ifPresent(from -> mark = Optional.of(new Mark(from.sequence(), from.time(), mediaTime)));
    }
}
