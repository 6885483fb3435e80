package io.sluice.algorithm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.api.error.RejectedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A licence holds in its window and on its gateways. */
final class LicenceTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-12-31T23:59:59Z");
    private static final Licence LICENCE =
            new Licence("", Optional.empty(), Optional.of(START), Optional.of(END), List.of("g-1"));

    @Test
    void holdsFromItsFirstToItsLastMoment() {
        LICENCE.check(START, "g-1");
        LICENCE.check(END, "g-1");
        assertEquals("package.licence.early", refused(START.minusNanos(1), "g-1"));
        assertEquals("package.licence.expired", refused(END.plusNanos(1), "g-1"));
    }

    @Test
    void holdsForItsGatewaysOnly() {
        assertEquals("package.licence.gateway", refused(START, "g-2"));
        new Licence("MIT", Optional.empty(), Optional.empty(), Optional.empty(), List.of()).check(START, "g-2");
    }

    private static String refused(Instant now, String gateway) {
        return assertThrows(RejectedException.class, () -> LICENCE.check(now, gateway)).code();
    }
}
