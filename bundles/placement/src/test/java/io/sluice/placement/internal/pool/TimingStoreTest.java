package io.sluice.placement.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimingStoreTest {

    @TempDir
    Path folder;

    @Test
    void keepsTimingsByModelChipAndDriver() {
        Path file = folder.resolve("below/timings.txt");
        Timings two = new Timings(
                new TreeMap<>(Map.of(1, new Timing(1_000, 2_000, 60), 2, new Timing(1_100, 2_100, 30))), "it pays no more", true);
        new TimingStore(file).put("abc", "Chip\tX", "Driver 1", two);
        TimingStore again = new TimingStore(file);
        assertEquals(Optional.of(two), again.find("abc", "Chip X", "Driver 1"));
        assertEquals(Optional.empty(), again.find("abc", "Chip X", "Driver 2"));
        assertEquals(Optional.empty(), again.find("abd", "Chip X", "Driver 1"));
    }

    @Test
    void leavesOutWhatIsDamaged() throws IOException {
        Path file = folder.resolve("timings.txt");
        Files.write(file, List.of("a\tc\td\tend\t1:5:4:3", "b\tc\td\tend\t1:nonsense:9:3", "",
                "c\tc\td\tend\t1:5:6:3", "d\tc\td\tend\t1:5", "e\tc\td\tend\t2:5:6:3", "f\tc\td\t5\t6\t3"));
        TimingStore store = new TimingStore(file);
        assertEquals(Optional.empty(), store.find("a", "c", "d"));
        assertEquals(Optional.empty(), store.find("b", "c", "d"));
        assertEquals(Optional.of(alone(new Timing(5, 6, 3))), store.find("c", "c", "d"));
        assertEquals(Optional.empty(), store.find("d", "c", "d"));
        assertEquals(Optional.empty(), store.find("e", "c", "d"));
        assertEquals(Optional.empty(), store.find("f", "c", "d"));
    }

    @Test
    void doesNotGrowWithoutEnd() {
        Path file = folder.resolve("timings.txt");
        TimingStore store = new TimingStore(file);
        for (int model = 0; model < 510; model++) {
            store.put("m" + model, "c", "d", alone(new Timing(1, 1, 1)));
        }
        assertEquals(Optional.empty(), store.find("m0", "c", "d"));
        assertEquals(Optional.of(alone(new Timing(1, 1, 1))), new TimingStore(file).find("m509", "c", "d"));
    }

    private static Timings alone(Timing timing) {
        return new Timings(new TreeMap<>(Map.of(1, timing)), "end", true);
    }
}
