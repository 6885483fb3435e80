package io.sluice.demo.scene;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineSceneTest {

    private static final long A_ROUND = 176;

    private final YuvPicture picture = new YuvPicture(LineScene.WIDTH, LineScene.HEIGHT);

    @Test
    void theSameSeedGivesTheSamePixelsWhateverWasDrawnBefore() {
        LineScene first = new LineScene(LineOptions.taught(4));
        first.draw(10, picture);
        first.draw(500, picture);
        YuvPicture again = new YuvPicture(LineScene.WIDTH, LineScene.HEIGHT);
        LineScene second = new LineScene(LineOptions.taught(4));
        second.draw(500, again);
        assertArrayEquals(picture.luma(), again.luma());
        assertArrayEquals(picture.blue(), again.blue());
        assertArrayEquals(picture.red(), again.red());
        assertEquals(first.truth(500), second.truth(500));
    }

    @Test
    void heldOutLinesShareNeitherBoardsNorLightWithTaughtOnes() {
        List<Joint> taught = new LineScene(LineOptions.taught(4)).truth(0);
        assertNotEquals(taught, new LineScene(LineOptions.heldOut(4)).truth(0));
        for (long seed = 0; seed < 200; seed++) {
            assertTrue(LineOptions.taught(seed).lamp().azimuth() < Math.PI / 2);
            assertTrue(LineOptions.heldOut(seed).lamp().azimuth() > Math.PI / 2);
        }
    }

    @Test
    void boardsMoveSteadilyWithTheirTruth() {
        LineScene scene = new LineScene(LineOptions.demonstration());
        List<Joint> before = whole(scene.truth(300));
        List<Joint> after = whole(scene.truth(310));
        long found = before.stream()
                .filter(joint -> after.contains(new Joint(joint.kind(), joint.box().moved(10 * LineScene.STEP, 0), 1)))
                .count();
        assertTrue(found > 20, found + " of " + before.size() + " joints were where they should be");
    }

    @Test
    void theDemonstrationShowsEveryKindOfJointWithinARound() {
        LineScene scene = new LineScene(LineOptions.demonstration());
        Set<JointKind> seen = EnumSet.noneOf(JointKind.class);
        int joints = 0;
        int good = 0;
        for (long frame = 0; frame < 3 * A_ROUND; frame += A_ROUND) {
            for (Joint joint : scene.truth(frame)) {
                seen.add(joint.kind());
                joints++;
                good += joint.kind() == JointKind.GOOD ? 1 : 0;
            }
        }
        assertEquals(EnumSet.allOf(JointKind.class), seen);
        assertTrue(good > 0.75 * joints, good + " of " + joints);
    }

    @Test
    void bareSolderAndGoldAreWhereTheTruthSaysSo() {
        LineScene scene = new LineScene(new LineOptions(9, 2, 0.5, Lamp.STEADY, 0, 0, 0, 0));
        scene.draw(200, picture);
        List<Double> golden = new ArrayList<>();
        for (Joint joint : whole(scene.truth(200))) {
            double warmth = warmth(joint.box());
            if (joint.kind() == JointKind.MISSING) {
                golden.add(warmth);
            } else if (joint.kind() == JointKind.GOOD || joint.kind() == JointKind.BRIDGE) {
                assertTrue(warmth < 30, "a " + joint.kind().label() + " joint is as golden as " + warmth);
            }
        }
        assertFalse(golden.isEmpty());
        golden.forEach(warmth -> assertTrue(warmth > 45, "a bare pad is only as golden as " + warmth));
    }

    @Test
    void coldJointsAreDullerThanGoodOnes() {
        LineScene scene = new LineScene(new LineOptions(9, 2, 0.5, Lamp.STEADY, 0, 0, 0, 0));
        scene.draw(200, picture);
        List<Joint> joints = whole(scene.truth(200));
        assertTrue(brightness(joints, JointKind.GOOD) > 1.08 * brightness(joints, JointKind.COLD),
                "cold joints have the highlights of good ones");
    }

    @Test
    void jointsCutOffByTheEdgeAreMarkedSo() {
        LineScene scene = new LineScene(LineOptions.demonstration());
        int cut = 0;
        for (long frame = 0; frame < A_ROUND; frame += 3) {
            for (Joint joint : scene.truth(frame)) {
                Box box = joint.box();
                assertTrue(box.x() >= 0 && box.x() + box.width() <= LineScene.WIDTH, box::toString);
                assertTrue(joint.visible() > 0 && joint.visible() <= 1);
                cut += joint.judged() ? 0 : 1;
            }
        }
        assertTrue(cut > 0);
    }

    private static List<Joint> whole(List<Joint> joints) {
        return joints.stream().filter(joint -> joint.visible() == 1).toList();
    }

    /** How much more red than blue the middle of the pads is on average. */
    private double warmth(Box box) {
        long sum = 0;
        int count = 0;
        for (int y = (int) (box.y() + 4); y < box.y() + box.height() - 4; y++) {
            for (int x = (int) (box.x() + 4); x < box.x() + box.width() - 4; x++) {
                int rgb = picture.rgb(x, y);
                sum += (rgb >> 16 & 255) - (rgb & 255);
                count++;
            }
        }
        return (double) sum / count;
    }

    /** The level that one pixel in 20 exceeds, on average over the joints of a kind. */
    private double brightness(List<Joint> joints, JointKind kind) {
        return joints.stream().filter(joint -> joint.kind() == kind).mapToInt(this::brightest).average().orElseThrow();
    }

    private int brightest(Joint joint) {
        Box box = joint.box();
        int[] levels = new int[256];
        int count = 0;
        for (int y = (int) box.y() + 3; y < box.y() + box.height() - 3; y++) {
            for (int x = (int) box.x() + 3; x < box.x() + box.width() - 3; x++) {
                levels[picture.luma()[y * LineScene.WIDTH + x] & 255]++;
                count++;
            }
        }
        int above = 0;
        int level = 255;
        while (above + levels[level] < count / 20) {
            above += levels[level--];
        }
        return level;
    }
}
