package io.sluice.classic.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Inspects real boards against their golden boards, and prints how many defects are found. Skipped where there are none. */
class PcbInspectionTest {

    /** The best of what was tried on {@link PcbPairs#TUNED}. */
    static final ObjectNode TUNING = JsonNodeFactory.instance.objectNode()
            .put("registration", "rigid").put("threshold", 100).put("tolerance", 3).put("blur", 1)
            .put("leastArea", 5).put("joined", 6).put("margin", 10);

    @BeforeAll
    static void library() {
        Shots.ready();
    }

    @Test
    void findsTheDefectsOfBoardsOfOtherGroups() throws IOException {
        Path boards = PcbPairs.folder();
        print("tuned-on", inspect(boards, PcbPairs.TUNED));
        PcbPairs.Score score = inspect(boards, PcbPairs.HELD_OUT);
        print("held-out", score);
        assertTrue(score.recall() > 0.85 && score.precision() > 0.85, score.toString());
    }

    private static PcbPairs.Score inspect(Path boards, List<String> groups) throws IOException {
        PcbPairs.Score sum = new PcbPairs.Score(0, 0, 0);
        for (String group : groups) {
            PcbPairs.Score score = PcbPairs.inspect(boards.resolve(group), TUNING);
            print(group, score);
            sum = sum.plus(score);
        }
        return sum;
    }

    private static void print(String what, PcbPairs.Score score) {
        System.out.printf("pcb groups=%s precision=%.3f recall=%.3f defects=%d reported=%d%n", what, score.precision(),
                score.recall(), score.defects(), score.reported());
    }
}
