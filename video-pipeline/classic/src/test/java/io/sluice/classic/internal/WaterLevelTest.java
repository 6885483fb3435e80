package io.sluice.classic.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.Step;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.result.Measurement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.opencv.core.Mat;

/** Rulers of two metres, rendered at many levels as cameras see them: each is read to 2 cm. */
class WaterLevelTest {

    private static final double TOLERANCE = 0.02;

    @BeforeAll
    static void library() {
        Shots.ready();
    }

    @ParameterizedTest
    @EnumSource(RulerScene.Water.class)
    void readsEveryLevelToTwoCentimetres(RulerScene.Water water) {
        double worst = 0;
        for (int centimetres = 15; centimetres <= 185; centimetres += 5) {
            RulerScene scene = new RulerScene(0, 6, water);
            worst = Math.max(worst, error(scene, centimetres / 100.0, centimetres));
        }
        System.out.printf("water-level water=%s worst_cm=%.2f%n", water, worst * 100);
        assertTrue(worst <= TOLERANCE, water + ": wrong by " + worst + " m");
    }

    @ParameterizedTest
    @CsvSource({"-12, 6", "7, 6", "20, 6", "0, 20", "10, 15"})
    void readsTiltedRulersAndNoisyPictures(double tilt, double noise) {
        double worst = 0;
        for (int centimetres = 20; centimetres <= 180; centimetres += 8) {
            worst = Math.max(worst, error(new RulerScene(tilt, noise, RulerScene.Water.MIRROR), centimetres / 100.0,
                    centimetres));
        }
        System.out.printf("water-level tilt=%s noise=%s worst_cm=%.2f%n", tilt, noise, worst * 100);
        assertTrue(worst <= TOLERANCE, "wrong by " + worst + " m");
    }

    @Test
    void aRulerWithoutWaterHasNoLevel() {
        RulerScene scene = new RulerScene(0, 6, RulerScene.Water.MUDDY);
        assertTrue(read(scene, -0.5, 1, 1).measurements().isEmpty());
    }

    @Test
    void aThingThatPassesDoesNotMoveTheLevel() {
        RulerScene scene = new RulerScene(0, 6, RulerScene.Water.MUDDY);
        try (Step step = open(scene, 5); PictureMats converter = new PictureMats()) {
            for (int picture = 0; picture < 4; picture++) {
                step.apply(Shots.picture(converter, scene.render(1.2, picture)));
            }
            // One picture of another level among five, as when a boat's wave passes.
            Outcome outcome = step.apply(Shots.picture(converter, scene.render(1.6, 9)));
            assertEquals(1.2, outcome.measurements().get(0).value(), TOLERANCE);
        }
    }

    @Test
    void refusesPointsThatAreTheSamePlace() {
        String same = "{\"points\":[{\"x\":0.5,\"y\":0.5,\"metres\":1},{\"x\":0.5,\"y\":0.5,\"metres\":0}]}";
        WaterLevel operator = new WaterLevel(() -> "4.9.0");
        assertEquals("points", assertThrows(InvalidInputException.class, () -> operator.open(same)).field());
        assertEquals("points[0].metres", assertThrows(InvalidInputException.class, () -> operator.open(
                "{\"points\":[{\"x\":0.5,\"y\":0.5},{\"x\":0.5,\"y\":0.6,\"metres\":0}]}")).field());
        assertThrows(InvalidInputException.class, () -> operator.open("{}"));
    }

    private static double error(RulerScene scene, double level, long seed) {
        Outcome outcome = read(scene, level, seed, 1);
        assertEquals(1, outcome.measurements().size(), "nothing read at " + level);
        Measurement read = outcome.measurements().get(0);
        assertEquals("m", read.unit());
        return Math.abs(read.value() - level);
    }

    private static Outcome read(RulerScene scene, double level, long seed, int smoothing) {
        Mat picture = scene.render(level, seed);
        try (Step step = open(scene, smoothing); PictureMats converter = new PictureMats()) {
            return step.apply(Shots.picture(converter, picture));
        } finally {
            picture.release();
        }
    }

    private static Step open(RulerScene scene, int smoothing) {
        return new WaterLevel(() -> "4.9.0").open(scene.arguments(smoothing));
    }
}
