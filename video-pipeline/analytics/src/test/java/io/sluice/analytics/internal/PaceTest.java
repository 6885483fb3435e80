package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.analytics.internal.Performance.Verdict;
import io.sluice.api.frame.FrameStamp;
import io.sluice.api.frame.Region;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Detection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which pictures are looked at, which results go out, and what is told of it. */
class PaceTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void samplesByMediaTime() {
        assertEquals(30, due(new Sampler(0), 30, 3000));
        assertEquals(10, due(new Sampler(10), 30, 3000));
        assertEquals(7, due(new Sampler(7), 30, 3000));
        assertEquals(30, due(new Sampler(60), 30, 3000));
        assertEquals(1, due(new Sampler(0.5), 30, 3000));
    }

    @Test
    void anUnevenClockDoesNotChangeTheRate() {
        Sampler sampler = new Sampler(5);
        long count = LongStream.range(0, 300).filter(index -> sampler.due(index * 3003 + index % 3 * 700)).count();
        assertEquals(50, count, 1);
    }

    @Test
    void reorderedPicturesAreNotTakenForAnotherClock() {
        Sampler sampler = new Sampler(5);
        long count = LongStream.range(0, 100)
                .filter(index -> sampler.due((index + (index % 3 == 0 ? 4 : 0)) * 3000))
                .count();
        assertEquals(17, count, 1);
    }

    /** Groups of eight, the last decoded first and the others halving what is between. */
    @Test
    void ofAStreamWithBFramesEachBeatHasOnePicture() {
        int[] order = {8, 4, 2, 1, 3, 6, 5, 7};
        for (int perBeat : new int[] {1, 2, 5}) {
            Sampler sampler = new Sampler(30.0 / perBeat);
            List<Long> beats = new ArrayList<>();
            assertTrue(sampler.due(90_000));
            for (int group = 0; group < 10; group++) {
                for (int place : order) {
                    long picture = group * 8L + place;
                    if (sampler.due(90_000 + picture * 3000)) {
                        beats.add(picture / perBeat);
                    }
                }
            }
            assertEquals(LongStream.rangeClosed(1, 80 / perBeat).boxed().toList(),
                    beats.stream().sorted().toList());
        }
        assertEquals(80, due(new Sampler(0), 80, -3000), "all pictures are all, whatever their order");
    }

    @Test
    void anotherClockBeginsAnew() {
        Sampler sampler = new Sampler(1);
        assertTrue(sampler.due(100_000_000));
        assertFalse(sampler.due(100_003_000));
        assertTrue(sampler.due(5));
        assertFalse(sampler.due(3005));
        assertTrue(sampler.due(900_000_000));
        assertFalse(sampler.due(900_003_000));
    }

    @Test
    void whereNothingIsFoundOneResultASecondGoesOut() {
        ResultThinning thinning = new ResultThinning();
        assertTrue(LongStream.range(0, 10).allMatch(index -> thinning.keeps(result(index * 9000, false))));
        long kept = LongStream.range(10, 110).filter(index -> thinning.keeps(result(index * 9000, false))).count();
        assertEquals(10, kept);
        assertTrue(thinning.keeps(result(1_000_000, true)));
        assertTrue(thinning.keeps(result(1_003_000, true)));
        assertTrue(thinning.keeps(result(1_006_000, false)));
        assertFalse(thinning.keeps(result(1_009_000, false)));
    }

    @Test
    void tellsTheRateRoughlyAndSeldom() {
        Performance performance = new Performance();
        performance.restart(0, 0);
        assertFalse(performance.sumUp(4 * SECOND, 0, 0));
        assertEquals("10", window(performance, 5, 50, 0));
        assertEquals("10", window(performance, 10, 55, 0));
        assertEquals("20", window(performance, 15, 100, 0));
        assertEquals(Verdict.GOOD, performance.verdict());
    }

    @Test
    void tellsSlownessAndDamage() {
        Performance performance = new Performance();
        performance.restart(0, 7);
        window(performance, 5, 50, 2);
        assertEquals(Verdict.GOOD, performance.verdict());
        window(performance, 10, 50, 20);
        assertEquals(Verdict.SLOW, performance.verdict());
        performance.sumUp(15 * SECOND, 8, 0);
        assertEquals(Verdict.SLOW, performance.verdict());
        performance.sumUp(20 * SECOND, 8, 1);
        assertEquals(Verdict.DAMAGED, performance.verdict());
        performance.sumUp(25 * SECOND, 8, 1);
        assertEquals(Verdict.GOOD, performance.verdict());
    }

    private static String window(Performance performance, int end, int looked, int leftOut) {
        for (int index = 0; index < looked; index++) {
            performance.looked();
        }
        for (int index = 0; index < leftOut; index++) {
            performance.leftOut();
        }
        assertTrue(performance.sumUp(end * SECOND, 7, 0));
        return performance.rate();
    }

    private static long due(Sampler sampler, int pictures, long ticks) {
        return LongStream.range(0, pictures).filter(index -> sampler.due(index * ticks)).count();
    }

    private static AnalysisResult result(long time, boolean found) {
        List<Detection> detections =
                found ? List.of(new Detection("thing", 0.9, Region.ALL, OptionalLong.of(1))) : List.of();
        FrameStamp stamp = new FrameStamp("gate", time, time, Instant.EPOCH);
        return new AnalysisResult(stamp, "finder", "1", detections, List.of(), List.of());
    }
}
