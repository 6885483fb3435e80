package io.sluice.playback.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.sluice.api.recording.Segment;
import io.sluice.mp4.clips.Clip;
import io.sluice.mp4.clips.Tool;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaybackTest {

    private static final String ALL = "?from=2026-01-01T08:00:00Z&to=2026-01-01T09:00:00Z";

    private final Clip clip = Clip.load("plain.h264");
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private Recorded recorded;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        recorded = new Recorded(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        offer(new RecordingsServlet(recorded));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aPlaylistPlaysOverGapsAndChangesOfFormat() throws Exception {
        Clip large = Clip.load("large.h264");
        recorded.add(clip, 0, 25, 1, Recorded.BEGIN, true);
        recorded.add(clip, 25, 50, 1, Recorded.BEGIN.plusSeconds(1), true);
        recorded.add(large, 0, 50, 2, Recorded.BEGIN.plusSeconds(60), false);

        String text = get("/gate-1/playlist.m3u8" + ALL).body();
        assertEquals(3, count(text, "#EXTINF:"));
        assertEquals(1, count(text, "#EXT-X-DISCONTINUITY\n"));
        assertEquals(2, count(text, "#EXT-X-MAP:"));
        assertTrue(text.contains("#EXT-X-PROGRAM-DATE-TIME:2026-01-01T08:01:00Z"), text);
        assertTrue(text.endsWith("#EXT-X-ENDLIST\n"));
        assertEquals(100, playedPackets(), "every picture is played");
    }

    @Test
    void playingBeginsWithinTheFirstSegmentWhereThatWasAskedFor() throws Exception {
        recorded.add(clip, 0, 50, 1, Recorded.BEGIN, true);
        String text = get("/gate-1/playlist.m3u8?from=2026-01-01T08:00:01.500Z&to=2026-01-01T08:01:00Z").body();
        assertTrue(text.contains("#EXT-X-START:TIME-OFFSET=1.500,PRECISE=YES"), text);
    }

    @Test
    void aPlaylistIntoTheFutureGrowsByCompleteFilesOnly() throws Exception {
        Instant now = Instant.now();
        recorded.add(clip, 0, 25, 1, now.minusSeconds(3), true);
        recorded.add(clip, 25, 50, 1, now.minusSeconds(2), false);
        String range = "?from=" + now.minusSeconds(60) + "&to=" + now.plusSeconds(600);
        String text = get("/gate-1/playlist.m3u8" + range).body();
        assertEquals(1, count(text, "#EXTINF:"));
        assertFalse(text.contains("#EXT-X-ENDLIST"));
        String until = get("/gate-1/playlist.m3u8?from=" + now.minusSeconds(60)).body();
        assertEquals(2, count(until, "#EXTINF:"), "up to now: the file being written is included");
        assertTrue(until.contains("#EXT-X-ENDLIST"));
    }

    @Test
    void bytesAreThoseOfTheFileUpToItsLastFragment() throws Exception {
        Segment segment = recorded.add(clip, 0, 50, 1, Recorded.BEGIN, true);
        byte[] file = Arrays.copyOf(Files.readAllBytes(segment.file()), (int) segment.bytes());
        HttpResponse<byte[]> whole = bytes("/segments/1000.mp4", "");
        assertEquals(200, whole.statusCode());
        assertEquals("video/mp4", whole.headers().firstValue("Content-Type").orElseThrow());
        assertArrayEquals(file, whole.body());
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1", "bytes=10-19, 10, 20", "bytes=-5, -5, 0", "bytes=100-, 100, 0", "bytes=7-99999999, 7, 0"
    })
    void rangesAreServed(String range, int from, int to) throws Exception {
        Segment segment = recorded.add(clip, 0, 50, 1, Recorded.BEGIN, true);
        int size = (int) segment.bytes();
        byte[] file = Arrays.copyOf(Files.readAllBytes(segment.file()), size);
        int first = from < 0 ? size + from : from;
        int end = to <= 0 ? size : to;
        HttpResponse<byte[]> part = bytes("/segments/1000.mp4", range);
        assertEquals(206, part.statusCode());
        assertEquals("bytes " + first + "-" + (end - 1) + "/" + size,
                part.headers().firstValue("Content-Range").orElseThrow());
        assertArrayEquals(Arrays.copyOfRange(file, first, end), part.body());
    }

    @Test
    void aRangeBeyondTheFileIsRefused() throws Exception {
        Segment segment = recorded.add(clip, 0, 50, 1, Recorded.BEGIN, true);
        HttpResponse<byte[]> refused = bytes("/segments/1000.mp4", "bytes=" + segment.bytes() + "-");
        assertEquals(416, refused.statusCode());
        assertEquals("bytes */" + segment.bytes(), refused.headers().firstValue("Content-Range").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=a-b", "bytes=5-2", "bytes=-", "items=0-1", "bytes=0-1,4-5"})
    void aRangeThatCannotBeReadIsAsNone(String range) throws Exception {
        recorded.add(clip, 0, 50, 1, Recorded.BEGIN, true);
        assertEquals(200, bytes("/segments/1000.mp4", range).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/gate-1/playlist.m3u8",
        "/gate-1/playlist.m3u8?from=yesterday",
        "/gate-1/playlist.m3u8?from=2026-01-01T08:00:00",
        "/gate-1/playlist.m3u8?from=2026-01-01T08:00:00Z&to=2026-01-01T08:00:00Z",
        "/gate-1/playlist.m3u8?from=2026-01-01T08:00:00Z&to=2026-01-03T08:00:00Z",
        "/gate-1/playlist.m3u8?from=-999999999-01-01T00:00:00Z&to=2026-01-03T08:00:00Z",
        "/gate-1?from=x"
    })
    void malformedTimesAreRefusedWithAProblem(String address) throws Exception {
        recorded.add(clip, 0, 50, 1, Recorded.BEGIN, true);
        assertProblem(400, "playback.time", get(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/segments/9999.mp4",
        "/segments/..%2f..%2fetc%2fpasswd",
        "/segments/1000.mp4%00",
        "/segments/99999999999999999999.mp4",
        "/..%2f..%2fetc/playlist.m3u8?from=2026-01-01T08:00:00Z",
        "/nobody/playlist.m3u8?from=2026-01-01T08:00:00Z&to=2026-01-01T09:00:00Z",
        "/nobody?from=2026-01-01T08:00:00Z&to=2026-01-01T09:00:00Z"
    })
    void whatIsNotThereIsNotFound(String address) throws Exception {
        recorded.add(clip, 0, 50, 1, Recorded.BEGIN, true);
        HttpResponse<String> response = get(address);
        assertEquals(404, response.statusCode());
        assertEquals("application/problem+json", response.headers().firstValue("Content-Type").orElseThrow());
    }

    @Test
    void aFileThatWasDeletedMeanwhileIsNotFound() throws Exception {
        Files.delete(recorded.add(clip, 0, 50, 1, Recorded.BEGIN, true).file());
        assertProblem(404, "playback.unknown_segment", get("/segments/1000.mp4"));
    }

    @Test
    void listingsTellWhatThereIs() throws Exception {
        recorded.add(clip, 0, 50, 1, Recorded.BEGIN, true);
        JsonNode cameras = new ObjectMapper().readTree(get("").body());
        assertEquals("gate-1", cameras.path(0).path("camera").asText());
        JsonNode spans = new ObjectMapper().readTree(
                get("/gate-1?from=2026-01-01T08:00:01Z&to=2026-01-01T09:00:00Z").body());
        assertEquals("2026-01-01T08:00:01Z", spans.at("/spans/0/start").asText(), "cut to what was asked for");
        assertEquals("2026-01-01T08:00:02Z", spans.at("/spans/0/end").asText());
    }

    @Test
    void onlyReadingIsPossible() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address("")).DELETE().build();
        assertEquals(405, client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    }

    @Test
    void withoutARecorderTheAnswerIsUnavailable() throws Exception {
        server.removeContext("/api/recordings");
        offer(new RecordingsServlet());
        assertProblem(503, "playback.no_recorder", get(""));
    }

    private void offer(RecordingsServlet servlet) {
        server.createContext("/api/recordings", http -> {
            Exchange exchange = new Exchange(http, "/api/recordings");
            try {
                servlet.service(exchange.request(), exchange.response());
            } catch (ServletException error) {
                throw new IOException(error);
            }
            exchange.send();
        });
    }

    /** Lets a foreign player fetch all of the recording over HTTP. */
    private int playedPackets() {
        String url = address("/gate-1/playlist.m3u8" + ALL).toString();
        String frames = Tool.run(List.of("ffprobe", "-v", "error", "-count_packets", "-select_streams", "v",
                "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0", url));
        return Integer.parseInt(frames.lines().findFirst().orElseThrow().replaceAll("\\D", ""));
    }

    private void assertProblem(int status, String code, HttpResponse<String> response) throws IOException {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(code, new ObjectMapper().readTree(response.body()).path("code").asText());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(address(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<byte[]> bytes(String path, String range) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path));
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/recordings" + path);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
