package io.sluice.onnx.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.onnx.quantise.Range;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void allValuesAreWithinTheWholeRange() {
        Spread spread = new Spread();
        for (float value : new float[] {-3, 0.5f, 1000, 7, Float.NaN}) {
            spread.add(value);
        }
        assertEquals(new Range(-3, 1000), spread.range(1));
    }

    @Test
    void aShareLeavesOutliersOut() {
        Spread spread = new Spread();
        SplittableRandom random = new SplittableRandom(1);
        for (int index = 0; index < 100_000; index++) {
            spread.add((float) random.nextDouble(-1, 1));
        }
        for (int index = 0; index < 10; index++) {
            spread.add(500);
        }
        Range range = spread.range(0.999);
        assertTrue(range.high() > 0.9 && range.high() < 1.5, range.toString());
        assertTrue(range.low() < -0.7 && range.low() >= -1, range.toString());
    }

    @Test
    void entropyCutsOffWhatIsRareAndFarAway() {
        Spread spread = new Spread();
        SplittableRandom random = new SplittableRandom(2);
        for (int index = 0; index < 200_000; index++) {
            spread.add((float) Math.abs(random.nextGaussian()));
        }
        for (int index = 0; index < 3; index++) {
            spread.add(60);
        }
        Range range = spread.entropy();
        assertEquals(0, range.low());
        assertTrue(range.high() > 2.5 && range.high() < 20, range.toString());
    }

    @Test
    void entropyKeepsAllWhereNothingIsRare() {
        Spread even = new Spread();
        for (int index = -1000; index <= 1000; index++) {
            even.add(index / 1000f);
        }
        Range range = even.entropy();
        assertTrue(range.low() < -0.98 && range.high() > 0.98, range.toString());
        Spread nothing = new Spread();
        assertEquals(new Range(0, 0), nothing.entropy());
    }

    @Test
    void noughtHasANumberOfItsOwn() {
        Range range = new Range(2, 10);
        assertEquals(0, range.low());
        Range both = new Range(-1, 3);
        assertEquals(0, both.scale() * (both.quantise(0) - both.zeroPoint()));
        assertEquals(255, both.quantise(99));
        assertEquals(0, both.quantise(-99));
    }
}
