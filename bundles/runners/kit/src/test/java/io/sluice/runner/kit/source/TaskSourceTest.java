package io.sluice.runner.kit.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.message.JsonObject;
import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.device.Cameras;
import io.sluice.runner.kit.Slot;
import io.sluice.runner.kit.source.TaskSource.Recording;
import io.sluice.runner.kit.testing.Tasks;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a StreamURL may say. */
class TaskSourceTest {

    private static final Instant EIGHT = Instant.parse("2026-03-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {
        "recording:gate?from=2026-03-01 08:00:00.00&to=2026-03-01 08:00:10.50",
        "recording:gate?from=2026-03-01%2008:00:00.00&to=2026-03-01+08:00:10.50",
        "recording:gate?to=2026-03-01T00:00:10.500Z&from=2026-03-01T00:00:00Z",
        "recording:gate?from=2026-03-01T08:00:00+08:00&to=2026-03-01T02:00:10.5%2B02:00&speed=1",
    })
    void timesAreInTheStandardsFormOrInIso(String address) {
        assertEquals(Optional.of(new Recording("gate", EIGHT, EIGHT.plusMillis(10_500), 1)), TaskSource.of(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "gate", "file:///etc/passwd", "http://127.0.0.1/x", "rtsp:", "rtsp:///x", "camera:", "task: ", "recording:gate",
        "recording:?from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:10Z",
        "recording:gate?from=2026-03-01T00:00:00Z",
        "recording:gate?from=2026-03-01T00:00:10Z&to=2026-03-01T00:00:10Z",
        "recording:gate?from=yesterday&to=2026-03-01T00:00:10Z",
        "recording:gate?from=2026-02-30 08:00:00.00&to=2026-03-01 08:00:00.00",
        "recording:gate?from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:10Z&speed=65",
        "recording:gate?from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:10Z&speed=-1",
        "recording:gate?from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:10Z&loop=1",
        "recording:gate?from=2026-03-01T00:00:00Z&from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:10Z",
        "recording:gate?from=%zz&to=2026-03-01T00:00:10Z",
    })
    void allElseIsNone(String address) {
        assertEquals(Optional.empty(), TaskSource.of(address));
    }

    @Test
    void theOthersAreReadAsTheySay() {
        assertEquals(Optional.of(new TaskSource.Address("RTSP://cam.example/a?b", "cam.example", 554)),
                TaskSource.of("RTSP://cam.example/a?b"));
        assertEquals(Optional.of(new TaskSource.LiveCamera("gate")), TaskSource.of("camera:gate"));
        assertEquals(Optional.of(new TaskSource.OtherTask("a/b c")), TaskSource.of("task:a/b c"));
    }

    @Test
    void aRangeThatIsStillToComeIsNoSource() {
        Recording range = new Recording("gate", EIGHT, Instant.now().plusSeconds(3600), 1);
        Slot<RecordingIndex> none = new Slot<>("the recordings");
        Slot<Cameras> cameras = new Slot<>("the cameras");
        assertEquals("runner.source.future", range.obstacle(
                Tasks.of(1, "", JsonObject.EMPTY, OptionalInt.empty()), cameras, none).orElseThrow().code());
        assertTrue(new TaskSource.OtherTask("a").obstacle(
                Tasks.of(1, "", JsonObject.EMPTY, OptionalInt.empty(), "a"), cameras, none).isEmpty());
    }
}
