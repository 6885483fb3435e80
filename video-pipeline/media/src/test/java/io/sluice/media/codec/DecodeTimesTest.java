package io.sluice.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DecodeTimesTest {

    @Test
    void withoutReorderingBothTimesAreOne() {
        DecodeTimes times = new DecodeTimes(0, 3000);

        assertArrayEquals(new long[] {5, 3005, 9005}, next(times, 5, 3005, 9005));
    }

    @Test
    void pyramidGetsTheAscendingTimesLateByItsDepth() {
        DecodeTimes times = new DecodeTimes(2, 1);

        assertArrayEquals(new long[] {-2, -1, 0, 1, 2, 3, 4, 5, 6}, next(times, 0, 4, 2, 1, 3, 8, 6, 5, 7));
    }

    @Test
    void depthStatedTooSmallIsLearntAndTimesNeverFall() {
        DecodeTimes times = new DecodeTimes(0, 1);

        long[] decode = next(times, 0, 2, 1, 4, 3, 6, 5);

        assertTrue(LongStream.range(1, decode.length).allMatch(i -> decode[(int) i] >= decode[(int) i - 1]));
        // From the second pair on every picture is decoded no later than shown.
        assertEquals(2, decode[3]);
        assertEquals(3, decode[4]);
        assertEquals(4, decode[5]);
    }

    @Test
    void lateFirstPicturesDoNotMakeTimesFall() {
        // Leading pictures of an open group are shown before the key frame they follow.
        DecodeTimes times = new DecodeTimes(2, 10);
        long last = Long.MIN_VALUE;
        for (long time : new long[] {100, 85, 80, 90, 95, 140, 120}) {
            long decode = times.next(time);
            assertTrue(decode >= last && decode <= time, decode + " for " + time);
            last = decode;
        }
    }

    @Test
    void anythingAtAllGivesTimesThatNeverFall() {
        Random random = new Random(7);
        DecodeTimes times = new DecodeTimes(3, 3600);
        long last = Long.MIN_VALUE;
        for (int i = 0; i < 100_000; i++) {
            long decode = times.next(random.nextInt(1_000_000));
            assertTrue(decode >= last);
            last = decode;
        }
    }

    private static long[] next(DecodeTimes times, long... presentation) {
        return LongStream.of(presentation).map(times::next).toArray();
    }
}
