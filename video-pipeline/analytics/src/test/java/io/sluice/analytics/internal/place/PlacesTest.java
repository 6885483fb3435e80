package io.sluice.analytics.internal.place;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.analytics.internal.track.Sighting;
import io.sluice.analytics.internal.track.Track;
import io.sluice.analytics.internal.track.Tracker;
import io.sluice.api.device.AnalysisSpec.Line;
import io.sluice.api.device.AnalysisSpec.Zone;
import io.sluice.api.frame.Point;
import io.sluice.api.frame.Region;
import io.sluice.api.result.Crossing;
import io.sluice.api.result.Crossing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private static final double SIZE = 0.1;
    private static final Zone MIDDLE = new Zone("middle", square(0.4, 0.4, 0.6, 0.6));
    private static final Zone LEFT_HALF = new Zone("left half", square(0, 0, 0.5, 1));
    /** Upwards in the middle: its left is the left of the picture. */
    private static final Line UPWARDS = new Line("gate", new Point(0.5, 0.9), new Point(0.5, 0.1));

    private final Places places = new Places();
    private final Tracker tracker = new Tracker(1);
    private final List<Crossing> crossings = new ArrayList<>();
    private double time;

    @Test
    void tellsWhoEntersAndLeavesAZone() {
        places.watch(List.of(MIDDLE), List.of());
        walk(0.1, 0.5, 0.9, 0.5, 40);
        assertEquals(List.of(Kind.ENTER, Kind.LEAVE), kinds());
        assertEquals(new Crossing(Kind.ENTER, "middle", 1, "person"), crossings.get(0));
    }

    @Test
    void whoPassesByDoesNotEnter() {
        places.watch(List.of(MIDDLE), List.of());
        walk(0.1, 0.7, 0.9, 0.7, 40);
        assertEquals(List.of(), kinds());
    }

    @Test
    void tellsTheDirectionOverALine() {
        places.watch(List.of(), List.of(UPWARDS));
        walk(0.1, 0.5, 0.9, 0.5, 40);
        assertEquals(List.of(new Crossing(Kind.CROSS_TO_RIGHT, "gate", 1, "person")), crossings);
        walk(0.9, 0.5, 0.1, 0.5, 40);
        assertEquals(List.of(Kind.CROSS_TO_RIGHT, Kind.CROSS_TO_LEFT), kinds());
    }

    @Test
    void aLineGivenTheOtherWayRoundCrossesTheOtherWayRound() {
        places.watch(List.of(), List.of(new Line("gate", UPWARDS.end(), UPWARDS.start())));
        walk(0.1, 0.5, 0.9, 0.5, 40);
        assertEquals(List.of(Kind.CROSS_TO_LEFT), kinds());
    }

    @Test
    void whoWalksAroundTheEndOfALineDoesNotCross() {
        places.watch(List.of(), List.of(new Line("gate", new Point(0.5, 0.6), new Point(0.5, 0.4))));
        walk(0.3, 0.9, 0.7, 0.9, 40);
        assertEquals(List.of(), kinds());
    }

    @Test
    void jitterOnALineCountsNothing() {
        places.watch(List.of(MIDDLE), List.of(UPWARDS));
        Random random = new Random(3);
        see(0.3, 0.5);
        for (int picture = 0; picture < 300; picture++) {
            see(0.5 + random.nextGaussian() * 0.004, 0.6 + random.nextGaussian() * 0.004);
        }
        assertEquals(List.of(), kinds());
    }

    @Test
    void aJumpForOnePictureCountsNothing() {
        places.watch(List.of(), List.of(UPWARDS));
        for (int picture = 0; picture < 10; picture++) {
            see(0.46, 0.5);
        }
        see(0.54, 0.5);
        for (int picture = 0; picture < 10; picture++) {
            see(0.46, 0.5);
        }
        assertEquals(List.of(), kinds());
    }

    @Test
    void crossingAndStayingCountsOnceHoweverTheBoxJumps() {
        places.watch(List.of(), List.of(UPWARDS));
        for (int picture = 0; picture < 10; picture++) {
            see(0.44, 0.5);
        }
        for (int picture = 0; picture < 20; picture++) {
            see(picture % 7 == 6 ? 0.46 : 0.55, 0.5);
        }
        assertEquals(List.of(Kind.CROSS_TO_RIGHT), kinds());
    }

    @Test
    void whatAppearsInsideHasEnteredAndWhatDisappearsInsideHasLeft() {
        places.watch(List.of(MIDDLE), List.of());
        see(0.5, 0.5);
        see(0.5, 0.5);
        assertEquals(List.of(Kind.ENTER), kinds());
        for (int picture = 0; picture < 30; picture++) {
            see();
        }
        assertEquals(List.of(Kind.ENTER, Kind.LEAVE), kinds());
    }

    @Test
    void aFlickerInsideHasNotEntered() {
        places.watch(List.of(MIDDLE), List.of());
        see(0.5, 0.5);
        for (int picture = 0; picture < 30; picture++) {
            see();
        }
        assertEquals(List.of(), kinds());
    }

    @Test
    void aZoneReachesToTheEdgeOfThePicture() {
        places.watch(List.of(LEFT_HALF), List.of());
        for (int picture = 0; picture < 10; picture++) {
            see(0.25, 1.0);
        }
        assertEquals(List.of(Kind.ENTER), kinds());
        walk(0.25, 1.0, 0.8, 1.0, 20);
        assertEquals(List.of(Kind.ENTER, Kind.LEAVE), kinds());
    }

    @Test
    void aZoneThatStaysKeepsWhoIsInItWhenOthersChange() {
        places.watch(List.of(MIDDLE), List.of());
        see(0.5, 0.5);
        see(0.5, 0.5);
        places.watch(List.of(MIDDLE, LEFT_HALF), List.of(UPWARDS));
        see(0.5, 0.5);
        see(0.5, 0.5);
        assertEquals(List.of(Kind.ENTER), kinds());
    }

    @Test
    void concaveZonesAreSeenAsTheyAre() {
        // An L: its inner corner is outside.
        places.watch(List.of(new Zone("L", List.of(new Point(0.1, 0.1), new Point(0.3, 0.1), new Point(0.3, 0.7),
                new Point(0.9, 0.7), new Point(0.9, 0.9), new Point(0.1, 0.9)))), List.of());
        for (int picture = 0; picture < 5; picture++) {
            see(0.6, 0.4);
        }
        assertEquals(List.of(), kinds());
        walk(0.6, 0.4, 0.6, 0.8, 20);
        assertEquals(List.of(Kind.ENTER), kinds());
    }

    private void walk(double fromX, double fromY, double toX, double toY, int pictures) {
        for (int picture = 0; picture <= pictures; picture++) {
            double part = (double) picture / pictures;
            see(fromX + part * (toX - fromX), fromY + part * (toY - fromY));
        }
    }

    /** A person whose foot is at a place. */
    private void see(double x, double foot) {
        update(List.of(new Sighting("person", 0.9, new Region(x - SIZE / 2, foot - 2 * SIZE, SIZE, 2 * SIZE))));
    }

    private void see() {
        update(List.of());
    }

    private void update(List<Sighting> sightings) {
        time += 0.1;
        Map<Sighting, Track> tracks = tracker.update(sightings, List.of(), time);
        places.end(tracker.ended(), crossings);
        places.see(tracks.values(), time, crossings);
    }

    private List<Kind> kinds() {
        return crossings.stream().map(Crossing::kind).toList();
    }

    private static List<Point> square(double left, double top, double right, double bottom) {
        return List.of(new Point(left, top), new Point(right, top), new Point(right, bottom), new Point(left, bottom));
    }
}
