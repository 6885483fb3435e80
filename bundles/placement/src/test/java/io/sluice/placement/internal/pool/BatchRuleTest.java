package io.sluice.placement.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.accel.BatchOption;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BatchRuleTest {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    @Test
    void takesTheSizeAtWhichAPictureCostsLeast() {
        // Eight streams of 10 a second: two groups of 4 begin 2 runs each 100 ms, one of 8 as well.
        Batch batch = rule(1, users(8, 10), 4, 5, 6, 8).choose(1);
        assertEquals(8, batch.pictures());
        assertEquals(50e6, batch.waitNanos(), "half of the period");
        assertEquals(8e6 * 20 / 80, batch.costNanos(), 1, "20 runs of 8 ms a second for 80 pictures");
        assertTrue(batch.reason().contains("a picture costs 2.00 ms instead of 4.00 ms alone"), batch.reason());
        assertTrue(batch.reason().contains("shortest period of 100.00 ms"), batch.reason());
    }

    @Test
    void leavesPicturesAloneWhereNothingIsGained() {
        BatchRule processor = rule(2, users(8, 10), 4, 8, 16, 32);
        Batch batch = processor.choose(1);
        assertEquals(1, batch.pictures());
        assertEquals(4e6, batch.costNanos(), 1);
        assertEquals(0, batch.waitNanos());
        assertTrue(batch.reason().contains("of 2 a picture would cost 8.00 ms, with 1 a run 4.00 ms"), batch.reason());
    }

    @Test
    void keepsWithinTheShortestPeriod() {
        // 16.7 ms a period, into half of which a run of 4 fits, but not one of 8.
        BatchRule rule = rule(1, users(8, 60), 6, 6.5, 7, 9);
        Batch batch = rule.choose(1);
        assertEquals(4, batch.pictures());
        assertTrue(batch.waitNanos() + batch.worstNanos() <= 1e9 / 60);
        BatchOption eight = rule.options(4).get(3);
        assertTrue(eight.verdict().startsWith("a run takes up to 9.00 ms, more than half of the shortest period"),
                eight.verdict());
    }

    /** One fast stream would have the others' runs begin too often. */
    @Test
    void countsRunsThatOneFastStreamBegins() {
        List<Double> rates = List.of(60.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0);
        assertEquals(1, rule(1, rates, 6, 6.5, 7, 9).choose(1).pictures());
    }

    @Test
    void neverWaitsLongerThanATenthOfASecond() {
        Batch batch = rule(1, users(8, 4), 20, 20, 20, 20).choose(1);
        assertEquals(100e6, batch.waitNanos());
    }

    @Test
    void servesBestEffortByThroughput() {
        Batch batch = rule(1, users(8, 0), 4, 6, 9, 14).choose(1);
        assertEquals(8, batch.pictures());
        assertEquals(14e6 / 8, batch.costNanos(), 1);
        assertEquals(14e6, batch.waitNanos(), "as long as a run may last");
        assertEquals(4, rule(2, users(8, 0), 4, 6, 9, 17).choose(1).pictures(), "two lanes want two groups");
        assertEquals(1, rule(2, users(2, 0), 4, 6, 9, 14).choose(1).pictures(), "a lane for each");
    }

    @Test
    void takesNoLargerSizeThanItsUsersFill() {
        assertEquals(1, rule(1, users(1, 10), 4, 4, 4, 4).choose(1).pictures());
        assertEquals(4, rule(1, users(3, 10), 4, 4, 4, 4).choose(1).pictures());
        assertEquals("half of it is enough for 3 users",
                rule(1, users(3, 10), 4, 4, 4, 4).options(4).get(3).verdict());
    }

    @Test
    void staysUnlessATenthIsSaved() {
        BatchRule rule = rule(1, users(8, 0), 4, 6, 9, 17);
        assertEquals(8, rule.choose(1).pictures());
        assertEquals(4, rule.choose(4).pictures());
    }

    @Test
    void goesByTheMemoryThereWas() {
        Batch batch = new BatchRule(timings(4, 5, 6, 8), 1, 1, users(8, 10), 4).choose(8);
        assertEquals(4, batch.pictures());
    }

    private static BatchRule rule(int lanes, List<Double> rates, double... millis) {
        return new BatchRule(timings(millis), 1, lanes, rates, UNLIMITED);
    }

    private static List<Double> users(int count, double rate) {
        return Collections.nCopies(count, rate);
    }

    /** Of 1, 2, 4, ... pictures. */
    private static Timings timings(double... millis) {
        TreeMap<Integer, Timing> sizes = new TreeMap<>();
        for (int index = 0; index < millis.length; index++) {
            long nanos = (long) (millis[index] * 1e6);
            sizes.put(1 << index, new Timing(nanos, nanos, 30));
        }
        return new Timings(sizes, "end", true);
    }
}
