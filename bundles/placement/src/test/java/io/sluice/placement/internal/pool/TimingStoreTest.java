package io.sluice.placement.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimingStoreTest {

    @TempDir
    Path folder;

    @Test
    void keepsTimingsByModelChipAndDriver() {
        Path file = folder.resolve("below/timings.txt");
        new TimingStore(file).put("abc", "Chip\tX", "Driver 1", new Timing(1_000, 2_000, 60));
        TimingStore again = new TimingStore(file);
        assertEquals(Optional.of(new Timing(1_000, 2_000, 60)), again.find("abc", "Chip X", "Driver 1"));
        assertEquals(Optional.empty(), again.find("abc", "Chip X", "Driver 2"));
        assertEquals(Optional.empty(), again.find("abd", "Chip X", "Driver 1"));
    }

    @Test
    void leavesOutWhatIsDamaged() throws IOException {
        Path file = folder.resolve("timings.txt");
        Files.write(file, List.of("a\tc\td\t5\t4\t3", "b\tc\td\tnonsense\t9\t3", "", "c\tc\td\t5\t6\t3", "d\tc\td\t5"));
        TimingStore store = new TimingStore(file);
        assertEquals(Optional.empty(), store.find("a", "c", "d"));
        assertEquals(Optional.empty(), store.find("b", "c", "d"));
        assertEquals(Optional.of(new Timing(5, 6, 3)), store.find("c", "c", "d"));
    }

    @Test
    void doesNotGrowWithoutEnd() {
        Path file = folder.resolve("timings.txt");
        TimingStore store = new TimingStore(file);
        for (int model = 0; model < 510; model++) {
            store.put("m" + model, "c", "d", new Timing(1, 1, 1));
        }
        assertEquals(Optional.empty(), store.find("m0", "c", "d"));
        assertEquals(Optional.of(new Timing(1, 1, 1)), new TimingStore(file).find("m509", "c", "d"));
    }
}
