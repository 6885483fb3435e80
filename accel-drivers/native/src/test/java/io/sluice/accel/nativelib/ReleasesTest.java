package io.sluice.accel.nativelib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleasesTest {

    @Test
    void givesBackTheLatestFirstAndOnceWhateverFails() {
        List<String> order = new ArrayList<>();
        Releases releases = new Releases();
        releases.add(() -> order.add("context"));
        releases.add(() -> {
            order.add("memory");
            throw new IllegalStateException("refused");
        });
        releases.add(() -> order.add("tensor"));
        releases.close();
        releases.close();
        assertEquals(List.of("tensor", "memory", "context"), order);
        assertThrows(IllegalStateException.class, () -> releases.add(() -> {}));
    }
}
