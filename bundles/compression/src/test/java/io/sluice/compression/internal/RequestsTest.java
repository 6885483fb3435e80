package io.sluice.compression.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.recording.Segment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void whatIsLeftOutHasAMeaningAndIsTold() throws Exception {
        CompressionRequest request = CompressionRequest.of(
                JSON.readTree("{\"algorithm\": \"gate\", \"frames\": {\"camera\": \"c\"}}"), NOW);
        assertEquals(Instant.parse("2026-02-28T12:00:00Z"), request.frames().from());
        assertEquals(NOW, request.frames().to());
        assertEquals(1.25, request.speedup());
        assertEquals(request, CompressionRequest.of(request.document(), Instant.EPOCH), "it can be repeated");
        CutRequest cut = CutRequest.of(JSON.readTree("{\"algorithm\": \"gate\", \"link\": {\"bytesPerSecond\": 1e6}}"));
        assertEquals(cut, CutRequest.of(cut.document()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[]|''",
        "{}|algorithm",
        "{'algorithm': 'g'}|frames",
        "{'algorithm': 'g', 'frames': {}}|frames.camera",
        "{'algorithm': 'g', 'frames': {'camera': 'c', 'vectors': true}}|frames.camera",
        "{'algorithm': 'g', 'frames': {'camera': 'c', 'from': 'yesterday'}}|frames.from",
        "{'algorithm': 'g', 'frames': {'camera': 'c', 'from': '2027-01-01T00:00:00Z'}}|frames.to",
        "{'algorithm': 'g', 'frames': {'camera': 'c', 'count': 5}}|frames.count",
        "{'algorithm': 'g', 'frames': {'camera': 'c', 'count': 100000}}|frames.count",
        "{'algorithm': 'g', 'method': 'best', 'frames': {'camera': 'c'}}|method",
        "{'algorithm': 'g', 'frames': {'camera': 'c'}, 'bounds': {'agreement': 98}}|bounds.agreement",
        "{'algorithm': 'g', 'frames': {'camera': 'c'}, 'bounds': {'speedup': 0}}|bounds.speedup",
        "{'algorithm': 'g', 'frames': {'camera': 'c'}, 'bounds': {'time': 1}}|bounds.time",
        "{'algorithm': 'g', 'frames': {'camera': 'c'}, 'more': 1}|more"})
    void whatIsWrongIsNamed(String body, String field) {
        InvalidInputException wrong = assertThrows(InvalidInputException.class,
                () -> CompressionRequest.of(JSON.readTree(body.replace('\'', '"')), NOW));
        assertEquals(field, wrong.field());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'algorithm': 'g'}|link",
        "{'algorithm': 'g', 'link': {'bytesPerSecond': 0}}|link.bytesPerSecond",
        "{'algorithm': 'g', 'link': {'bytesPerSecond': 1, 'latencyMillis': -1}}|link.latencyMillis",
        "{'algorithm': 'g', 'link': {'bytesPerSecond': 1}, 'goal': 'best'}|goal",
        "{'algorithm': 'g', 'link': {'bytesPerSecond': 1}, 'most': 0}|most",
        "{'algorithm': 'g', 'link': {'bytesPerSecond': 1}, 'devices': {'middle': 'x'}}|devices.middle"})
    void whatIsWrongOfACutIsNamed(String body, String field) {
        assertEquals(field, assertThrows(InvalidInputException.class,
                () -> CutRequest.of(JSON.readTree(body.replace('\'', '"')))).field());
    }

    @Test
    void momentsAreSpreadOverWhatIsRecordedWhateverLiesBetween() {
        Instant from = NOW.plusSeconds(10);
        List<Segment> segments = List.of(segment("a", NOW, 60), segment("b", NOW.plusSeconds(3600), 60));
        List<Moments.Recorded> moments = Moments.spread(segments, from, NOW.plusSeconds(3650), 10);
        assertEquals(List.of(Path.of("a"), Path.of("b")), moments.stream().map(Moments.Recorded::file).toList());
        assertEquals(5, moments.get(0).moments().size());
        long first = moments.get(0).moments().get(0);
        assertEquals(from.plusSeconds(5), Instant.ofEpochSecond(first / 1_000_000));
        long last = moments.get(1).moments().get(4);
        assertEquals(NOW.plusSeconds(3645), Instant.ofEpochSecond(last / 1_000_000));
        assertTrue(Moments.spread(segments, NOW.plusSeconds(100), NOW.plusSeconds(200), 10).isEmpty());
    }

    private static Segment segment(String file, Instant start, int seconds) {
        return new Segment(1, "c", Path.of(file), start, start.plusSeconds(seconds), 0, 90_000L * seconds, 1, 0, 1, "avc1",
                64, 64, true);
    }
}
