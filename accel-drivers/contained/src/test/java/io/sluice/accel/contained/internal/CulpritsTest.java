package io.sluice.accel.contained.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.UnavailableException;
import io.sluice.support.model.FileModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CulpritsTest {

    private static final String BAD = Culprits.key(new FileModel(Path.of("bad.onnx"), "onnx", "1"));
    private static final String GOOD = Culprits.key(new FileModel(Path.of("good.onnx"), "onnx", "2"));

    private final Culprits culprits = new Culprits(3);

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
