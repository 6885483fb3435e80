package io.sluice.accel.nativelib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private final Patience patience = new Patience();

    @Test
    void aDeviceThatIsLostAgainAndAgainIsLeftAloneTwiceAsLong() {
        assertTrue(patience.isOver("npu"));
        List<Integer> skipped = new ArrayList<>();
        for (int round = 0; round < 9; round++) {
            patience.lost("npu");
            skipped.add(looksUntilTried());
        }
        assertEquals(List.of(1, 2, 4, 8, 16, 32, 64, 64, 64), skipped);
        assertTrue(patience.isOver("other"));
    }

    @Test
    void oneThatServedForLongBeginsAfresh() {
        patience.lost("npu");
        looksUntilTried();
        patience.lost("npu");
        looksUntilTried();
        for (int look = 0; look < 3; look++) {
            patience.serves("npu");
        }
        patience.lost("npu");
        assertEquals(1, looksUntilTried());
    }

    @Test
    void oneThatWasPulledAndPutBackIsTriedAtOnce() {
        patience.lost("npu");
        patience.lost("npu");
        patience.forget("npu");
        assertTrue(patience.isOver("npu"));
    }

    private int looksUntilTried() {
        int skipped = 0;
        while (!patience.isOver("npu")) {
            skipped++;
        }
        return skipped;
    }
}
