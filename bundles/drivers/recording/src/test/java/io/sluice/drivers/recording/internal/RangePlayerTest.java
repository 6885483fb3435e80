package io.sluice.drivers.recording.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamInfo;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import io.sluice.drivers.recording.internal.RangePlayer.State;
import io.sluice.hub.internal.TestHub;
import io.sluice.mp4.clips.Clip;
import io.sluice.runner.kit.testing.MemoryRecording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording of a real stream with B-frames, in two runs, through the real hub. */
class RangePlayerTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-01-01T01:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long GAP = 5L * AccessUnit.TICKS_PER_SECOND;

    private final Clip clip = Clip.load("pyramid.h264");
    private final TestHub owner = new TestHub();
    private final List<State> states = new CopyOnWriteArrayList<>();
    private volatile long last;
    private RangePlayer player;
    private int units;

    @TempDir
    private Path folder;

    private MemoryRecording recording;

    @BeforeEach
    void record() throws IOException {
        recording = new MemoryRecording(folder);
        units = 2 * clip.size();
        recording.add("gate", 1, part(0, clip.size(), 0), Clip.FRAME);
        recording.add("gate", 2, part(clip.size(), units, GAP), Clip.FRAME);
    }

    @AfterEach
    void stop() throws InterruptedException {
        player.close();
        owner.close();
    }

    @Test
    void aSlowReaderMissesNothingHoweverFastItIsPlayed() throws Exception {
        play(FROM, TO, "analysis");
        try (Tap viewer = owner.hub().tap("task", TapOptions.fromKeyFrame("live", 1000))) {
            await("it waits", () -> owner.hub().stream("task").isPresent());
            assertEquals(0, owner.hub().stream("task").map(StreamInfo::units).orElse(0L), "it plays though its reader is not there");
            try (Tap reader = owner.hub().tap("task", TapOptions.fromKeyFrame("analysis:x", 6))) {
                List<AccessUnit> seen = new ArrayList<>();
                while (seen.size() < units) {
                    AccessUnit unit = reader.poll(LONG);
                    assertTrue(reader.waiting() <= 6);
                    seen.add(unit);
                    unit.release();
                }
                assertEquals(0, reader.missed());
                assertEquals(IntStream.range(0, units).mapToObj(index ->
                        clip.unit(index, index < clip.size() ? 0 : GAP, false, () -> { }).wallClockMicros()).toList(),
                        seen.stream().map(AccessUnit::wallClockMicros).toList());
                assertEquals(List.of(0, clip.size()), IntStream.range(0, units)
                        .filter(index -> seen.get(index).discontinuity()).boxed().toList(), "it begins, and there is the gap");
                assertTrue(IntStream.range(1, units).allMatch(
                        index -> seen.get(index).decodeTime() > seen.get(index - 1).decodeTime()), "times never fall");
                await("its end is told", () -> states.contains(State.ENDED));
                assertEquals(seen.get(units - 1).sequence(), last);
                assertFalse(owner.hub().stream("task").orElseThrow().published());
            }
        }
    }

    @Test
    void aPartBeginsAtTheKeyFrameBeforeItAndEndsWithIt() throws Exception {
        long middle = Clip.EPOCH_MICROS + (clip.size() + 5) * Clip.FRAME * 100 / 9 + GAP * 100 / 9;
        Instant to = Instant.ofEpochSecond(middle / 1_000_000, middle % 1_000_000 * 1000);
        play(to.minusMillis(80), to, "");
        try (Tap reader = owner.hub().tap("task", TapOptions.fromKeyFrame("any", 100))) {
            AccessUnit first = reader.poll(LONG);
            assertTrue(first.keyFrame());
            await("its end is told", () -> states.contains(State.ENDED));
            assertTrue(owner.hub().stream("task").orElseThrow().units() < clip.size(), "it goes on behind its end");
        }
    }

    @Test
    void settingsAreChecked() {
        player = new RangePlayer("task", "gate", FROM, TO, 0, "", (state, number) -> { });
        RecordingDriver driver = new RecordingDriver();
        Map<String, String> right = Map.of("camera", "gate", "from", FROM.toString(), "to", TO.toString());
        assertEquals(List.of(), driver.check(right));
        assertEquals("to", driver.check(Map.of("camera", "gate", "from", TO.toString(), "to", FROM.toString())).get(0).setting());
        assertEquals(List.of("camera", "from", "to"), driver.check(Map.of()).stream().map(one -> one.setting()).toList());
        assertEquals("speed", driver.check(Map.of("camera", "gate", "from", FROM.toString(), "to", TO.toString(), "speed", "-1"))
                .get(0).setting());
    }

    private void play(Instant from, Instant to, String reader) {
        player = new RangePlayer("task", "gate", from, to, 0, reader, (state, number) -> {
            last = number;
            states.add(state);
        });
        player.hub(owner.hub());
        player.index(recording);
        player.start();
    }

    private List<AccessUnit> part(int from, int to, long later) {
        return IntStream.range(from, to).mapToObj(index -> clip.unit(index, later, false, () -> { }).number(index)).toList();
    }
}
