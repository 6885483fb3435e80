package io.sluice.parts.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import io.sluice.support.testing.SmallDisk;
import io.sluice.support.testing.TestFramework;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lower node makes parts, an upper one fetches them. */
class NodePartsTest {

    private static final String LOWER = "11000000001190000001";
    private static final String UPPER = "11000000001190000002";
    private static final String THIRD = "11000000001190000003";

    @TempDir
    Path folder;

    private TestFramework framework;
    private StatusReports statuses;
    private Node lower;
    private Node upper;
    private Node.Way way;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of());
        statuses = new StatusReports(framework.context());
        restart();
    }

    /** As after kill -9: only what is on the disk is known. */
    private void restart() throws IOException {
        lower = new Node(LOWER, folder.resolve("lower"), statuses, Node.WIDE);
        upper = new Node(UPPER, folder.resolve("upper"), statuses, Node.WIDE);
        way = new Node.Way(upper, lower);
    }

    @AfterEach
    void stop() throws Exception {
        statuses.close();
        framework.close();
    }

    /** Bytes that no compression makes smaller, as those of a JPEG. */
    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void leavesSmallPartsWhereTheyAre() {
        TaskResultBody small = lower.result("a", noise(1000), Node.to(upper));
        assertEquals(small, lower.parts.detach(small));
        assertSame(small.taskResultData(), lower.parts.detach(small).taskResultData());
        assertEquals(0, lower.shelf.parts());
    }

    @Test
    void sendsABigPartByReferenceAndLetsItGoOnceItArrived() throws Exception {
        byte[] picture = noise(1_500_000);
        TaskResultBody sent = lower.parts.detach(lower.result("a", picture, Node.to(upper)));
        assertTrue(sent.taskResultData().imageResult().orElseThrow().imageData().isEmpty());
        Reference reference = Node.reference(sent);
        assertEquals(picture.length, reference.size());
        assertFalse(reference.packed(), "what is compressed already gains nothing");
        TaskResultBody got = upper.parts.attach(LOWER, sent);
        assertArrayEquals(picture, Node.picture(got));
        assertEquals("Jpeg", got.taskResultData().imageResult().orElseThrow().imageInfo().orElseThrow().text("FileFormat").orElseThrow());
        assertEquals(4, way.asked.size(), "three ranges, and word that it arrived");
        assertEquals(0, lower.shelf.parts());
        restart();
        assertArrayEquals(picture, Node.picture(upper.parts.attach(LOWER, sent)), "what was fetched is kept");
    }

    @Test
    void keepsAPartUntilAllOfItsResultsAndDestinationsHaveIt() throws Exception {
        Node third = new Node(THIRD, folder.resolve("third"), statuses, Node.WIDE);
        new Node.Way(third, lower);
        byte[] picture = noise(5000);
        TaskResultBody first = lower.parts.detach(lower.result("a", picture, Node.to(upper, third)));
        TaskResultBody second = lower.parts.detach(lower.result("b", picture, Node.to(upper)));
        assertEquals(1, lower.shelf.parts(), "the same bytes are kept once");
        upper.parts.attach(LOWER, first);
        third.parts.attach(LOWER, first);
        assertEquals(1, lower.shelf.parts());
        upper.parts.attach(LOWER, second);
        assertEquals(0, lower.shelf.parts());
        assertEquals(0, Files.list(folder.resolve("lower/claims")).count());
    }

    @Test
    void goesOnWhereItWasCutAlsoAfterBothWereKilled() throws Exception {
        byte[] picture = noise(2_500_000);
        TaskResultBody sent = lower.parts.detach(lower.result("a", picture, Node.to(upper)));
        way.cutAfter = 2;
        assertThrows(UnavailableException.class, () -> upper.parts.attach(LOWER, sent));
        restart();
        assertArrayEquals(picture, Node.picture(upper.parts.attach(LOWER, sent)));
        assertTrue(way.asked.get(0).contains("\"Offset\":" + 2 * PartRequests.MOST), way.asked.get(0));
        assertEquals(4, way.asked.size());
    }

    @Test
    void beginsAgainWhereACrashSpoiledWhatHadCome() throws Exception {
        byte[] picture = noise(2_500_000);
        TaskResultBody sent = lower.parts.detach(lower.result("a", picture, Node.to(upper)));
        way.cutAfter = 1;
        assertThrows(UnavailableException.class, () -> upper.parts.attach(LOWER, sent));
        Path came = folder.resolve("upper/incoming").resolve(Node.reference(sent).digest());
        byte[] spoiled = Files.readAllBytes(came);
        Arrays.fill(spoiled, spoiled.length - 4096, spoiled.length, (byte) 0);
        Files.write(came, spoiled, StandardOpenOption.TRUNCATE_EXISTING);
        way.cutAfter = Integer.MAX_VALUE;
        assertArrayEquals(picture, Node.picture(upper.parts.attach(LOWER, sent)));
    }

    @Test
    void refusesWhatIsNotThatOfItsDigest() throws Exception {
        byte[] picture = noise(5000);
        TaskResultBody sent = lower.parts.detach(lower.result("a", picture, Node.to(upper)));
        Path kept = lower.shelf.file(Node.reference(sent).digest());
        byte[] other = picture.clone();
        other[17] ^= 1;
        Files.write(kept, other);
        InvalidInputException wrong = assertThrows(InvalidInputException.class, () -> upper.parts.attach(LOWER, sent));
        assertEquals("parts.digest.wrong", wrong.code());
        Files.write(kept, picture);
        assertArrayEquals(picture, Node.picture(upper.parts.attach(LOWER, sent)), "nothing wrong was kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Offset\":1,", "\"Size\":99,", "\"Data\":\"\",", "\"Data\":\"*\",", "\"Data\":7,"})
    void refusesRangesThatWereNotAskedFor(String lie) {
        TaskResultBody sent = lower.parts.detach(lower.result("a", noise(5000), Node.to(upper)));
        String name = lie.substring(0, lie.indexOf(':'));
        way.onTheWay = reply -> new String(reply, StandardCharsets.UTF_8)
                .replaceAll(name + ":(\"[^\"]*\"|\\d+),?", lie).replace(",}", "}").getBytes(StandardCharsets.UTF_8);
        assertEquals("parts.answer.wrong",
                assertThrows(InvalidInputException.class, () -> upper.parts.attach(LOWER, sent)).code());
        way.onTheWay = reply -> "nonsense".getBytes(StandardCharsets.UTF_8);
        assertEquals("parts.sender.away",
                assertThrows(UnavailableException.class, () -> upper.parts.attach(LOWER, sent)).code());
    }

    @Test
    void saysThatAPartIsNoMore() {
        TaskResultBody sent = lower.parts.detach(lower.result("a", noise(5000), Node.to(upper)));
        lower.shelf.prune(Instant.now().plusSeconds(1), Long.MAX_VALUE);
        assertThrows(NotFoundException.class, () -> upper.parts.attach(LOWER, sent));
        TaskResultBody own = lower.parts.detach(lower.result("b", noise(6000), Node.to(upper)));
        assertThrows(NotFoundException.class, () -> lower.parts.attach(LOWER, own), "it is not for this node");
    }

    @Test
    void readsItsOwnPartsWithoutALink() throws Exception {
        byte[] picture = noise(5000);
        TaskResultBody own = lower.parts.detach(lower.result("a", picture, Node.to(lower)));
        assertArrayEquals(picture, Node.picture(lower.parts.attach(LOWER, own)));
        assertEquals(0, lower.shelf.parts());
        assertArrayEquals(picture, Node.picture(lower.parts.attach(LOWER, own)));
    }

    @Test
    void compressesWhatGains() throws Exception {
        byte[] plain = "0 0 0 0 17 0 0 0 ".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        TaskResultBody sent = lower.parts.detach(lower.result("a", plain, Node.to(upper)));
        assertTrue(Node.reference(sent).packed());
        assertTrue(Node.reference(sent).size() < plain.length / 10);
        assertArrayEquals(plain, Node.picture(upper.parts.attach(LOWER, sent)));
    }

    @Test
    void refusesWhatUnpacksToMoreOrLessThanItSays() {
        byte[] plain = new byte[100_000];
        TaskResultBody sent = lower.parts.detach(lower.result("a", plain, Node.to(upper)));
        Reference honest = Node.reference(sent);
        for (int size : new int[] {10, 99_999, 100_001, 0}) {
            Reference lie = new Reference(honest.digest(), honest.size(), size, true, honest.sealing());
            assertEquals("parts.encoding.wrong", assertThrows(InvalidInputException.class,
                    () -> upper.parts.attach(LOWER, with(sent, lie.json()))).code());
        }
        Reference bomb = new Reference(honest.digest(), honest.size(), Integer.MAX_VALUE - 8, true, honest.sealing());
        assertEquals("parts.part.large",
                assertThrows(InvalidInputException.class, () -> upper.parts.attach(LOWER, with(sent, bomb.json()))).code());
    }

    private TaskResultBody with(TaskResultBody sent, JsonObject reference) {
        TaskResultBody bare = lower.result("a", new byte[0], Node.to(upper));
        return Places.change(bare, (place, part) -> new Places.Part(Optional.<BinaryPart>empty(),
                Optional.of(JsonObject.builder().put(Reference.MEMBER, reference).build())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES-256-GCM", "SM4-GCM"})
    void encryptsForItsReadersAlone(String cipher) throws Exception {
        Node third = new Node(THIRD, folder.resolve("third"), statuses, Node.WIDE);
        new Node.Way(third, lower);
        byte[] secret = "who enters at the gate ".repeat(100).getBytes(StandardCharsets.US_ASCII);
        List<TaskResultBody.Destination> readers = List.of(Node.sealed(cipher, UPPER, upper.key.publicText()),
                Node.sealed(cipher, THIRD, third.key.publicText()));
        TaskResultBody sent = lower.parts.detach(lower.result("a", secret, readers));
        assertEquals(Node.reference(sent).digest(), Node.reference(lower.parts.detach(lower.result("a", secret, readers))).digest(),
                "making it again after a crash adds nothing");
        assertTrue(sent.dstDeviceList().stream().allMatch(destination -> destination.extra().isEmpty()));
        byte[] kept = Files.readAllBytes(lower.shelf.file(Node.reference(sent).digest()));
        assertFalse(new String(kept, StandardCharsets.ISO_8859_1).contains("gate"));
        assertArrayEquals(secret, Node.picture(upper.parts.attach(LOWER, sent)));
        assertArrayEquals(secret, Node.picture(third.parts.attach(LOWER, sent)));
    }

    @Test
    void saysWhyItCannotDecrypt() throws Exception {
        byte[] secret = noise(300);
        TaskResultBody forAnother = lower.parts.detach(lower.result("a", secret,
                List.of(Node.sealed("AES-256-GCM", UPPER, lower.key.publicText()))));
        assertEquals("parts.key.wrong",
                assertThrows(InvalidInputException.class, () -> upper.parts.attach(LOWER, forAnother)).code());
        TaskResultBody sent = lower.parts.detach(lower.result("b", secret,
                List.of(Node.sealed("AES-256-GCM", UPPER, upper.key.publicText()))));
        Reference reference = Node.reference(sent);
        Reference nobody = new Reference(reference.digest(), reference.size(), reference.contentSize(), false,
                Optional.of(new Sealing(Suite.AES_256_GCM, List.of())));
        assertEquals("parts.key.absent",
                assertThrows(InvalidInputException.class, () -> upper.parts.attach(LOWER, with(sent, nobody.json()))).code());
        // Somebody between the two exchanges the part, and its digest in the result as well.
        byte[] changed = Files.readAllBytes(lower.shelf.file(reference.digest()));
        changed[0] ^= 1;
        lower.shelf.keep(Digests.of(changed), changed, "a", List.of(UPPER), Instant.now());
        Reference exchanged = new Reference(Digests.of(changed), changed.length, reference.contentSize(), false, reference.sealing());
        assertEquals("parts.key.wrong",
                assertThrows(InvalidInputException.class, () -> upper.parts.attach(LOWER, with(sent, exchanged.json()))).code());
    }

    @Test
    void encryptsNothingForWhatIsNoKeyOrNoCipher() {
        String key = upper.key.publicText();
        assertEquals("parts.key.invalid", refusal(Node.sealed("AES-256-GCM", UPPER, "AAAA")));
        assertEquals("parts.key.invalid", refusal(Node.sealed("AES-256-GCM", UPPER, "A".repeat(43) + "=")), "a point of small order");
        assertEquals("parts.cipher.unknown", refusal(Node.sealed("ROT13", UPPER, key)));
        assertEquals("parts.cipher.incomplete", refusal(new TaskResultBody.Destination(
                UPPER, JsonObject.builder().put("Cipher", "SM4-GCM").build())));
        assertEquals("parts.device.invalid", refusal(new TaskResultBody.Destination("../../../etc/cron.d/x")));
        assertEquals("parts.cipher.mixed",
                refusal(Node.sealed("SM4-GCM", UPPER, key), Node.sealed("AES-256-GCM", THIRD, key)));
        assertEquals(0, lower.shelf.parts());
    }

    private String refusal(TaskResultBody.Destination... destinations) {
        return assertThrows(InvalidInputException.class,
                () -> lower.parts.detach(lower.result("a", noise(10), List.of(destinations)))).code();
    }

    @Test
    void givesUpTheOldestOfTooMuchAndSaysSo() throws Exception {
        Node small = new Node(LOWER, folder.resolve("small"), statuses,
                new Bounds(1000, 12_000, Duration.ofDays(7), 1 << 20, 1 << 20));
        for (int number = 0; number < 4; number++) {
            small.parts.detach(small.result("r" + number, noise(5000 + number), Node.to(upper)));
        }
        assertEquals(2, small.shelf.parts());
        assertEquals("parts.pruned", statuses.of(new Subject(Subject.STORE, "parts")).orElseThrow().code());
    }

    @Test
    void keepsNothingHalfWhenTheDiskIsFull() throws Exception {
        try (SmallDisk disk = new SmallDisk(1)) {
            Node full = new Node(LOWER, disk.folder(), statuses, Node.WIDE);
            TaskResultBody small = full.parts.detach(full.result("a", noise(100_000), Node.to(upper)));
            assertThrows(UnavailableException.class, () -> full.parts.detach(full.result("b", noise(2_000_000), Node.to(upper))));
            assertEquals("parts.write.failed", statuses.of(new Subject(Subject.STORE, "parts")).orElseThrow().code());
            assertEquals(1, new Shelf(disk.folder()).parts());
            assertEquals(Node.reference(small).size(), full.shelf.bytes());
        }
    }

    @Test
    void goesOnFetchingOnceThereIsRoom() throws Exception {
        try (SmallDisk disk = new SmallDisk(4)) {
            Path ballast = disk.fill(1 << 20);
            Node full = new Node(UPPER, disk.folder(), statuses, Node.WIDE);
            Node.Way narrow = new Node.Way(full, lower);
            byte[] picture = noise(2_500_000);
            TaskResultBody big = lower.parts.detach(lower.result("a", picture, Node.to(upper)));
            assertThrows(UnavailableException.class, () -> full.parts.attach(LOWER, big));
            Files.delete(ballast);
            assertArrayEquals(picture, Node.picture(full.parts.attach(LOWER, big)));
            assertTrue(narrow.asked.stream().filter(request -> request.contains("\"Offset\":0,")).count() <= 2);
        }
    }
}
