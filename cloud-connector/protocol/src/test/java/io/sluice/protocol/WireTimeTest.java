package io.sluice.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-02-28 23:59:59.99, +08:00, 2026-02-28T15:59:59.990Z",
        "2024-02-29 00:00:00.00, +08:00, 2024-02-28T16:00:00Z",
        "2026-01-01 07:59:59.01, +08:00, 2025-12-31T23:59:59.010Z",
        "2026-07-01 12:00:00.50, Z, 2026-07-01T12:00:00.500Z",
        "2026-07-01 12:00:00.50, -03:30, 2026-07-01T15:30:00.500Z",
        "0000-01-01 00:00:00.00, Z, 0000-01-01T00:00:00Z",
        "9999-12-31 23:59:59.99, +08:00, 9999-12-31T15:59:59.990Z"
    })
    void bothWays(String text, String zone, Instant instant) {
        WireTime time = new WireTime(ZoneOffset.of(zone));
        assertEquals(Optional.of(instant), time.parse(text));
        assertEquals(Optional.of(text), time.format(instant));
    }

    @Test
    void finerPartsAreDropped() {
        assertEquals(Optional.of("1969-12-31 23:59:59.98"),
                new WireTime(ZoneOffset.UTC).format(Instant.parse("1969-12-31T23:59:59.989999999Z")));
    }
}
