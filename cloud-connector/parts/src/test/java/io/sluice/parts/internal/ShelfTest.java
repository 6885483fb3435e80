package io.sluice.parts.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.api.error.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts on the disk: whoever may fetch them, whatever they ask, and whenever the process ends. */
class ShelfTest {

    private static final String READER = "11000000001190000002";
    private static final String STRANGER = "11000000001190000009";
    private static final byte[] PART = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final String DIGEST = Digests.of(PART);

    @TempDir
    Path folder;

    private Shelf shelf;
    private PartRequests requests;

    @BeforeEach
    void keep() throws Exception {
        shelf = new Shelf(folder);
        requests = new PartRequests(shelf);
        shelf.keep(DIGEST, PART, "result", List.of(READER), Instant.now());
    }

    private JsonNode ask(String device, String request) throws Exception {
        return new ObjectMapper().readTree(requests.answer(device, request.getBytes(StandardCharsets.UTF_8)));
    }

    private static String range(String digest, String offset, String length) {
        return "{\"Digest\":\"" + digest + "\",\"Offset\":" + offset + ",\"Length\":" + length + "}";
    }

    @Test
    void answersRanges() throws Exception {
        JsonNode reply = ask(READER, range(DIGEST, "3", "4"));
        assertEquals("0", reply.get("StatusCode").asText());
        assertEquals("3456", new String(reply.get("Data").binaryValue(), StandardCharsets.US_ASCII));
        assertEquals(10, reply.get("Size").asInt());
        assertEquals(2, ask(READER, range(DIGEST, "8", "524288")).get("Data").binaryValue().length, "no more than there is");
    }

    @ParameterizedTest
    @CsvSource({"-1,1", "-9223372036854775808,1", "9223372036854775807,1", "92233720368547758080,1", "10,1", "0,0", "0,-1", "0,524289",
        "0,2147483648", "0.5,1", "1e0,1", "'\"0\"',1", "null,1", "0,null", "[0],1"})
    void refusesOddRanges(String offset, String length) {
        assertThrows(InvalidInputException.class, () -> ask(READER, range(DIGEST, offset, length)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"Digest\":\"..\"}", "{\"Digest\":\"../../identity/part-key\",\"Offset\":0,\"Length\":1}",
        "{\"Digest\":1,\"Offset\":0,\"Length\":1}", "{\"Digest\":\"a\",\"Digest\":\"b\"}", "nonsense", "{} {}"})
    void refusesWhatIsNoRequest(String request) {
        assertThrows(InvalidInputException.class, () -> ask(READER, request));
    }

    @Test
    void refusesLongRequestsAndUpperCase() {
        assertThrows(InvalidInputException.class, () -> ask(READER, range(DIGEST, "0", "1") + " ".repeat(5000)));
        assertThrows(InvalidInputException.class, () -> ask(READER, range("A".repeat(64), "0", "1")));
    }

    @Test
    void tellsStrangersNothing() throws Exception {
        String unknown = ask(STRANGER, range("0".repeat(64), "0", "1")).toString();
        assertEquals(unknown, ask(STRANGER, range(DIGEST, "0", "1")).toString(), "there, and not for it: as if it were not there");
        assertEquals(unknown, ask(STRANGER, range(DIGEST, "99", "1")).toString());
        assertTrue(unknown.contains(PartRequests.UNKNOWN) && unknown.contains("\"StatusCode\":\"1\""), unknown);
    }

    @Test
    void letsNobodySpeakForAnother() throws Exception {
        ask(STRANGER, "{\"Digest\":\"" + DIGEST + "\",\"Arrived\":\"result\"}");
        ask(READER, "{\"Digest\":\"" + DIGEST + "\",\"Arrived\":\"another result\"}");
        assertEquals(1, shelf.parts());
        ask(READER, "{\"Digest\":\"" + DIGEST + "\",\"Arrived\":\"result\"}");
        assertEquals(0, shelf.parts());
        assertEquals("0", ask(READER, "{\"Digest\":\"" + DIGEST + "\",\"Arrived\":\"result\"}").get("StatusCode").asText());
    }

    @Test
    void isTheSameAfterARestart() throws Exception {
        Shelf again = new Shelf(folder);
        assertEquals(10, again.size(DIGEST, READER).orElseThrow());
        assertTrue(again.size(DIGEST, STRANGER).isEmpty());
        assertEquals(10, again.bytes());
    }

    /** What kill -9 leaves at each step of keeping and of letting go. */
    @Test
    void clearsUpWhatAnEndInBetweenLeft() throws Exception {
        Files.write(folder.resolve("content/new-7"), new byte[5]);
        String unclaimed = Digests.of(new byte[] {1});
        Files.write(folder.resolve("content").resolve(unclaimed), new byte[] {1});
        Files.createFile(folder.resolve("claims").resolve("0".repeat(64) + "." + "1".repeat(32) + "." + READER));
        Files.createFile(folder.resolve("claims/stray"));
        Shelf again = new Shelf(folder);
        assertEquals(1, again.parts());
        assertEquals(10, again.bytes());
        assertFalse(Files.exists(folder.resolve("content").resolve(unclaimed)));
        assertEquals(1, Files.list(folder.resolve("content")).count());
        assertEquals(1, Files.list(folder.resolve("claims")).count());
    }
}
