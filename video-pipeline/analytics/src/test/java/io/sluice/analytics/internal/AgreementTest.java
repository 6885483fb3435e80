package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.api.frame.Region;
import io.sluice.api.result.Detection;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AgreementTest {

    private final Agreement agreement = new Agreement();

    @Test
    void boxesOfOneLabelThatOverlapByHalfAreOne() {
        agreement.add(List.of(seen("cat", 0), seen("dog", 0.5)), List.of(seen("cat", 0.02), seen("cat", 0.5)));
        assertEquals(3, agreement.boxes());
        assertEquals(1.0 / 3, agreement.ratio(), 1e-9);
        assertEquals("33.3", agreement.percent());
    }

    @Test
    void eachBoxIsSeenOnce() {
        agreement.add(List.of(seen("cat", 0), seen("cat", 0.01)), List.of(seen("cat", 0)));
        assertEquals(0.5, agreement.ratio());
        agreement.add(List.of(), List.of(seen("cat", 0), seen("cat", 0.5)));
        assertEquals(0.25, agreement.ratio());
        assertEquals(2, agreement.pictures());
    }

    @Test
    void whereNothingIsSeenBothAgree() {
        agreement.add(List.of(), List.of());
        assertEquals(1, agreement.ratio());
    }

    private static Detection seen(String label, double x) {
        return new Detection(label, 0.9, new Region(x, 0, 0.2, 0.2), OptionalLong.empty());
    }
}
