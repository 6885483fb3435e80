package io.sluice.media.codec;

import java.util.Arrays;

/**
 * Decode times from presentation times, in decoding order, for transports such as RTP that carry only the latter. The
 * presentation times of a window of depth + 1 pictures are kept sorted and the smallest is the decode time: exactly the
 * presentation times in ascending order, late by the reorder depth. Causal: looks at no picture to come. Not thread-
 * safe.
 */
public final class DecodeTimes {

    private static final int DEEPEST = 16;

    private final long frameTicks;
    private long[] window;
    private int filled;
    private long last = Long.MIN_VALUE;

    /**
     * @param reorderDepth see {@link VideoDetails#reorderDepth()}; 0 means decode time = presentation time
     * @param frameTicks about how long a frame lasts, in ticks of the times; places the first pictures, whose
     *     predecessors are not known
     */
    public DecodeTimes(int reorderDepth, long frameTicks) {
        this.window = new long[Math.max(0, Math.min(reorderDepth, DEEPEST)) + 1];
        this.frameTicks = frameTicks;
    }

    /** As for a stream of these details, in ticks of 1/90 000 s; 30 frames a second where the stream does not say. */
    public static DecodeTimes of(VideoDetails details) {
        double rate = details.framesPerSecond().orElse(30);
        return new DecodeTimes(details.reorderDepth(), Math.round(90_000 / Math.max(1, Math.min(rate, 240))));
    }

    /**
     * The decode time of the next picture in decoding order. Never falls. Not after the presentation time, unless that
     * lies before a decode time already given, which shows that the depth was stated too small: it then grows, and the
     * caller must present this one picture at its decode time.
     */
    public long next(long presentationTime) {
        if (presentationTime < last && window.length <= DEEPEST) {
            window = Arrays.copyOf(window, window.length + 1);
        }
        insert(presentationTime);
        long missing = (window.length - filled) * frameTicks;
        last = Math.max(last, Math.min(presentationTime, window[0] - missing));
        return last;
    }

    private void insert(long time) {
        int at;
        if (filled < window.length) {
            at = filled++;
        } else {
            // The smallest has been given out: it makes room.
            System.arraycopy(window, 1, window, 0, window.length - 1);
            at = window.length - 1;
        }
        while (at > 0 && window[at - 1] > time) {
            window[at] = window[at - 1];
            at--;
        }
        window[at] = time;
    }
}
