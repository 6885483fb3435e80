package io.sluice.placement.internal.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the FFmpeg that the gateway has, on a clock of the test. */
class CodecProbeTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path folder;

    @Test
    void countsThePicturesOfBothFormats() throws IOException {
        AtomicLong clock = new AtomicLong();
        List<Ability> abilities = new CodecProbe(() -> clock.addAndGet(SECOND), 3).measure();
        assertEquals(List.of("H.264", "H.265"), abilities.stream().map(Ability::format).toList());
        // The clock moves by a second each time it is read: 60 pictures or a few more in one second, times 3 cores.
        assertTrue(abilities.stream().allMatch(one -> one.decoding() >= 180 && one.decoding() < 240), abilities.toString());
        // Encoding reads it for each picture and once for the rest: 60 pictures in 61 s.
        assertEquals(180 / 61.0, abilities.get(0).encoding().orElseThrow(), 1e-9);
        assertTrue(abilities.get(1).encoding().isEmpty());
    }

    /** A clip that is too easy would promise more than real cameras get. */
    @Test
    void measuresWithAsManyBitsAsACameraSends() {
        try (ClipMaker maker = new ClipMaker(() -> 0)) {
            long bytes = maker.make(50).packets().stream().mapToLong(packet -> packet.length).sum();
            assertTrue(bytes > 600_000 && bytes < 2_400_000, "bytes in two seconds: " + bytes);
        }
    }

    @Test
    void endsAtOnceWhenItIsInterrupted() {
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> new CodecProbe(() -> 0, 1).measure());
        assertTrue(Thread.interrupted());
    }

    @Test
    void doesNotTellFiguresOfAClipThatCannotBeDecoded() {
        Clip damaged = new Clip(CodecProbe.h264CodecId(), List.of(new byte[] {0, 0, 0, 1, 9, 9, 9}));
        assertThrows(IllegalStateException.class, () -> new CodecProbe(() -> 0, 1).decoding(damaged));
    }

    @Test
    void keepsAbilitiesForTheSameMachineOnly() throws IOException {
        AbilityStore store = new AbilityStore(folder.resolve("codecs.txt"));
        assertEquals(List.of(), store.read("a chip"));
        List<Ability> abilities = List.of(new Ability("H.264", 512.5, OptionalDouble.of(80)),
                new Ability("H.265", 300, OptionalDouble.empty()));
        store.write("a chip", abilities);
        assertEquals(abilities, store.read("a chip"));
        assertEquals(List.of(), store.read("another chip"));
        Files.writeString(store.file(), "a chip\nH.264\tmany");
        assertEquals(List.of(), store.read("a chip"));
    }
}
