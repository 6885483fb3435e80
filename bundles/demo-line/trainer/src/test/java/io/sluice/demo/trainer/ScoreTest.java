package io.sluice.demo.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.demo.scene.Box;
import io.sluice.demo.scene.Joint;
import io.sluice.demo.scene.JointKind;
import io.sluice.demo.trainer.Detector.Detection;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTest {

    private static final Box HERE = new Box(0, 0, 20, 20);
    private static final Box THERE = new Box(100, 0, 20, 20);

    private final Score cold = new Score(JointKind.COLD.ordinal());

    @Test
    void findsTwiceFoundMissedAndMistakenAreCounted() {
        cold.add(
                List.of(found(JointKind.COLD, 0.9, HERE), found(JointKind.COLD, 0.8, HERE.moved(2, 0))),
                List.of(joint(JointKind.COLD, HERE, 1), joint(JointKind.COLD, THERE, 1)));
        cold.add(List.of(found(JointKind.COLD, 0.7, HERE)), List.of(joint(JointKind.GOOD, HERE, 1)));
        assertEquals(1.0 / 3, cold.precision(0.5));
        assertEquals(0.5, cold.recall(0.5));
        assertEquals(1, cold.precision(0.85));
        assertEquals(0.5, cold.averagePrecision());
    }

    @Test
    void aBoxThatIsHalfBesideItsJointIsNoFind() {
        cold.add(List.of(found(JointKind.COLD, 0.9, HERE.moved(8, 0))), List.of(joint(JointKind.COLD, HERE, 1)));
        assertEquals(0, cold.found(0.5));
        assertEquals(1, cold.claimed(0.5));
    }

    @Test
    void whatTheEdgeCutsOffCountsNeitherWay() {
        List<Joint> truth = List.of(joint(JointKind.COLD, HERE, 0.4));
        cold.add(List.of(), truth);
        cold.add(List.of(found(JointKind.COLD, 0.9, HERE)), truth);
        assertEquals(0, cold.joints());
        assertEquals(1, cold.recall(0.5));
        assertEquals(1, cold.precision(0.5));
    }

    private static Detection found(JointKind kind, double score, Box box) {
        return new Detection(kind.ordinal(), score, box);
    }

    private static Joint joint(JointKind kind, Box box, double visible) {
        return new Joint(kind, box, visible);
    }
}
