package io.sluice.analytics.internal.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.frame.Region;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrackerTest {

    private static final double PICTURE = 0.1;

    private final Tracker tracker = new Tracker(100);
    private double time;

    @Test
    void countsThingsUpFromTheFirstId() {
        assertEquals(List.of(100L, 101L), ids(person(0.1, 0.5), person(0.8, 0.5)));
    }

    @Test
    void keepsTheIdOfWhatMoves() {
        for (int picture = 0; picture < 30; picture++) {
            assertEquals(List.of(100L), ids(person(0.1 + picture * 0.02, 0.5)), "picture " + picture);
        }
    }

    @Test
    void keepsTheIdOfWhatMovesFartherThanItsSizeBetweenPictures() {
        // 0.12 of the picture each time, with boxes 0.1 wide: they never touch.
        for (int picture = 0; picture < 7; picture++) {
            assertEquals(List.of(100L), ids(person(0.1 + picture * 0.12, 0.5)), "picture " + picture);
        }
    }

    @Test
    void keepsTheIdOverMissedPicturesWhereTheThingShouldBe() {
        for (int picture = 0; picture < 10; picture++) {
            ids(person(0.1 + picture * 0.02, 0.5));
        }
        for (int picture = 10; picture < 20; picture++) {
            assertEquals(List.of(), ids());
        }
        assertEquals(List.of(100L), ids(person(0.1 + 20 * 0.02, 0.5)));
    }

    @Test
    void givesUpWhatStaysAway() {
        ids(person(0.5, 0.5));
        ids(person(0.5, 0.5));
        int endings = 0;
        for (int picture = 0; picture < 30; picture++) {
            ids();
            endings += tracker.ended().size();
        }
        assertEquals(1, endings);
        assertEquals(List.of(101L), ids(person(0.5, 0.5)));
    }

    @Test
    void aFlickerIsGivenUpSoonerThanAThing() {
        ids(person(0.2, 0.5));
        ids(person(0.2, 0.5), person(0.8, 0.5));
        for (int picture = 0; picture < 5; picture++) {
            ids(person(0.2, 0.5));
        }
        assertEquals(List.of(100L, 102L), ids(person(0.2, 0.5), person(0.8, 0.5)));
    }

    @Test
    void thingsThatMeetKeepTheirIds() {
        for (int picture = 0; picture <= 40; picture++) {
            double way = picture * 0.02;
            List<Long> ids = ids(person(0.1 + way, 0.48), person(0.9 - way, 0.52));
            assertEquals(List.of(100L, 101L), ids, "picture " + picture);
        }
    }

    @Test
    void thingsOfDifferentKindsAreNeverTheSame() {
        ids(person(0.5, 0.5));
        assertEquals(List.of(101L), ids(new Sighting("dog", 0.9, box(0.5, 0.5))));
    }

    @Test
    void anUnsureSightingKeepsAThingButBeginsNone() {
        ids(person(0.5, 0.5));
        ids(person(0.5, 0.5));
        for (int picture = 0; picture < 40; picture++) {
            tracker.update(List.of(), List.of(person(0.5, 0.5), person(0.1, 0.1)), time += PICTURE);
        }
        assertEquals(List.of(100L, 101L), ids(person(0.5, 0.5), person(0.1, 0.1)));
    }

    @Test
    void jitterDoesNotMoveTheBoxMuch() {
        Random random = new Random(7);
        Map<Sighting, Track> found = Map.of();
        for (int picture = 0; picture < 100; picture++) {
            Sighting jittering = person(0.5 + random.nextGaussian() * 0.004, 0.5);
            found = tracker.update(List.of(jittering), List.of(), time += PICTURE);
        }
        Track track = found.values().iterator().next();
        assertEquals(100, track.id());
        assertEquals(0.5, track.box().centre().x(), 0.01);
    }

    @Test
    void picturesAreRareAndPatienceLasts() {
        for (int picture = 0; picture < 4; picture++) {
            assertEquals(List.of(100L), List.copyOf(update(5, person(0.5, 0.5))), "picture " + picture);
        }
        update(5);
        assertEquals(List.of(100L), List.copyOf(update(5, person(0.5, 0.5))));
    }

    @Test
    void aClockThatGoesBackBeginsAnew() {
        ids(person(0.5, 0.5));
        ids(person(0.5, 0.5));
        time = -1000;
        assertEquals(List.of(101L), ids(person(0.5, 0.5)));
        assertEquals(1, tracker.ended().size());
    }

    @Test
    void theSameTimeTwiceDoesNoHarm() {
        ids(person(0.5, 0.5));
        time -= PICTURE;
        assertEquals(List.of(100L), ids(person(0.5, 0.5)));
        Region box = tracker.update(List.of(person(0.5, 0.5)), List.of(), time).values().iterator().next().box();
        assertTrue(Double.isFinite(box.x()));
        assertNotEquals(0, box.width());
    }

    private List<Long> ids(Sighting... sightings) {
        return update(PICTURE, sightings);
    }

    private List<Long> update(double seconds, Sighting... sightings) {
        time += seconds;
        Map<Sighting, Track> found = tracker.update(List.of(sightings), List.of(), time);
        return List.of(sightings).stream().map(sighting -> found.get(sighting).id()).toList();
    }

    private static Sighting person(double x, double y) {
        return new Sighting("person", 0.9, box(x, y));
    }

    private static Region box(double x, double y) {
        return new Region(x - 0.05, y - 0.1, 0.1, 0.2);
    }
}
