package io.sluice.api.stream;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * How a reader wants to tap a stream.
 *
 * @param name who reads, for statistics: {@code recorder}, {@code analysis:helmets}, {@code live}
 * @param capacity most units waiting before units are missed
 * @param start where to begin
 * @param after with {@link Start#AFTER}: the last sequence already seen
 * @param onAvailable called on the publisher's thread when a unit was queued into an empty queue, and when the tap is closed
 *     by the hub; must not block
 */
public record TapOptions(String name, int capacity, Start start, OptionalLong after, Runnable onAvailable) {

    /** Where in the ring a new tap begins. */
    public enum Start {
        /** At the key frame the current group of pictures began with: something to decode at once. */
        KEY_FRAME,
        /** At the next key frame to come. */
        NEXT_KEY_FRAME,
        /** Right after a sequence already seen, where the ring still has it; else as KEY_FRAME, counted as missed. */
        AFTER
    }

    private static final Runnable NOTHING = () -> {};

    public TapOptions {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(onAvailable, "onAvailable");
        if (capacity < 1) {
            throw new IllegalArgumentException("a tap needs room for one unit at least, not " + capacity);
        }
    }

    public static TapOptions fromKeyFrame(String name, int capacity) {
        return new TapOptions(name, capacity, Start.KEY_FRAME, OptionalLong.empty(), NOTHING);
    }

    public static TapOptions after(String name, int capacity, long sequence) {
        return new TapOptions(name, capacity, Start.AFTER, OptionalLong.of(sequence), NOTHING);
    }

    public TapOptions onAvailable(Runnable call) {
        return new TapOptions(name, capacity, start, after, call);
    }
}
