package io.sluice.accel.contained.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.UnavailableException;
import io.sluice.support.model.FileModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CulpritsTest {

    private static final String BAD = Culprits.key(new FileModel(Path.of("bad.onnx"), "onnx", "1"));
    private static final String GOOD = Culprits.key(new FileModel(Path.of("good.onnx"), "onnx", "2"));

    private static final Duration QUARANTINE = Duration.ofMinutes(60);

    private final AtomicLong clock = new AtomicLong(5);
    private final Culprits culprits = new Culprits(3, QUARANTINE, clock::get);

    @Test
    void nobodyIsBlamedForACrashOfSeveralButAllTakeTurns() {
        assertFalse(culprits.enter());
        for (int crash = 0; crash < 10; crash++) {
            culprits.crashed(Set.of(BAD, GOOD));
        }
        assertEquals(List.of(), culprits.quarantined());
        boolean turn = culprits.enter();
        assertTrue(turn);
        culprits.leave(turn);
        culprits.succeeded(GOOD);
        culprits.crashed(Set.of(BAD));
        culprits.crashed(Set.of(BAD));
        assertDoesNotThrow(() -> culprits.check(BAD));
        culprits.crashed(Set.of(BAD));
        assertEquals(List.of("bad.onnx"), culprits.quarantined());
        assertThrows(UnavailableException.class, () -> culprits.check(BAD));
        assertDoesNotThrow(() -> culprits.check(GOOD));
        assertFalse(culprits.enter(), "it is known who it was");
    }

    @Test
    void afterItsTimeItIsTriedAgainAndOneMoreCrashDoublesTheTimeUpToADay() {
        crash(3);
        Duration expected = QUARANTINE;
        for (int round = 0; round < 8; round++) {
            assertEquals(Optional.of(expected), culprits.nextChanceIn());
            clock.addAndGet(expected.toNanos() - 1);
            assertThrows(UnavailableException.class, () -> culprits.check(BAD), "before its time");
            clock.addAndGet(1);
            assertDoesNotThrow(() -> culprits.check(BAD));
            assertEquals(List.of(), culprits.quarantined());
            assertEquals(Optional.empty(), culprits.nextChance());
            crash(1);
            expected = expected.multipliedBy(2).compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1) : expected.multipliedBy(2);
        }
        assertEquals(Optional.of(Duration.ofDays(1)), culprits.nextChanceIn());
    }

    @Test
    void whoRanWellAfterItsTimeBeginsAnew() {
        crash(3);
        clock.addAndGet(QUARANTINE.toNanos());
        assertDoesNotThrow(() -> culprits.check(BAD));
        culprits.succeeded(BAD);
        crash(2);
        assertDoesNotThrow(() -> culprits.check(BAD));
        crash(1);
        assertEquals(Optional.of(QUARANTINE), culprits.nextChanceIn());
    }

    @Test
    void whoIsReleasedRunsAtOnceAndMayCrashAsOftenAsBefore() {
        crash(3);
        culprits.release();
        assertDoesNotThrow(() -> culprits.check(BAD));
        assertEquals(List.of(), culprits.quarantined());
        crash(2);
        assertDoesNotThrow(() -> culprits.check(BAD));
        crash(1);
        assertEquals(Optional.of(QUARANTINE), culprits.nextChanceIn());
    }

    private void crash(int times) {
        for (int crash = 0; crash < times; crash++) {
            culprits.crashed(Set.of(BAD));
        }
    }

    @Test
    void onlyCrashesInARowCount() {
        for (int crash = 0; crash < 10; crash++) {
            culprits.crashed(Set.of(BAD));
            culprits.crashed(Set.of(BAD));
            culprits.succeeded(BAD);
        }
        assertEquals(List.of(), culprits.quarantined());
        assertFalse(culprits.enter());
    }

    @Test
    void aCrashOfNoModelIsNobodys() {
        for (int crash = 0; crash < 10; crash++) {
            culprits.crashed(Set.of());
        }
        assertEquals(List.of(), culprits.quarantined());
    }

    @Test
    void anotherContentUnderTheSameNameIsAnotherModel() {
        for (int crash = 0; crash < 3; crash++) {
            culprits.crashed(Set.of(BAD));
        }
        assertDoesNotThrow(() -> culprits.check(Culprits.key(new FileModel(Path.of("bad.onnx"), "onnx", "3"))));
    }
}
