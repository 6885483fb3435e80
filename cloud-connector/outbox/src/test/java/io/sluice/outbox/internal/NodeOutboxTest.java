package io.sluice.outbox.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.event.Topics;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.link.Resource;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.api.task.Letter;
import io.sluice.api.task.Waiting;
import io.sluice.support.status.StatusReports;
import io.sluice.support.testing.TestFramework;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters on their way: in order, once, and never lost. */
class NodeOutboxTest {

    private static final String OWN = "11000000001190000001";
    private static final String UPPER = "11000000001190000002";

    @TempDir
    Path folder;

    private TestFramework framework;
    private StatusReports statuses;
    private ExecutorService pool;
    private Routes routes;
    private NodeOutbox outbox;
    private final ScriptedLink link = new ScriptedLink();
    private Duration pause = Duration.ofMillis(10);

    /** A link whose other end answers as the test says. */
    private static final class ScriptedLink implements Link {

        final List<String> received = new CopyOnWriteArrayList<>();
        volatile LinkState state = LinkState.ONLINE;
        volatile String refused = "";
        volatile String reply = "{\"StatusCode\":\"1\",\"Message\":\"no\"}";
        final AtomicInteger refusals = new AtomicInteger();
        volatile boolean cut;
        volatile boolean silent;
        /** What came together; a node that does not know that refuses it. */
        final List<List<String>> batches = new CopyOnWriteArrayList<>();
        volatile boolean batching;
        volatile Optional<byte[]> noBatch = Optional.empty();
        /** Of a batch, until the link is cut. */
        volatile int most = Integer.MAX_VALUE;
        volatile Optional<List<CompletableFuture<byte[]>>> held = Optional.empty();

        @Override
        public LinkInfo info() {
            return new LinkInfo(UPPER, LinkInfo.Direction.UPPER, "http", "192.0.2.9", state, Instant.EPOCH, Optional.empty(),
                    Optional.empty(), OptionalDouble.empty(), 0);
        }

        @Override
        public CompletionStage<byte[]> send(Resource resource, byte[] body, Duration patience) {
            String text = new String(body, StandardCharsets.UTF_8);
            if (cut) {
                return CompletableFuture.failedFuture(new UnavailableException("link.cut", "The link was cut.", "", null));
            }
            if (silent) {
                return new CompletableFuture<>();
            }
            if (resource == Resource.BATCH) {
                return batch(List.of(text.substring(1, text.length() - 1).split(",")));
            }
            if (text.equals(refused)) {
                refusals.incrementAndGet();
                return CompletableFuture.completedFuture(reply.getBytes(StandardCharsets.UTF_8));
            }
            received.add(text);
            if (held.isPresent()) {
                CompletableFuture<byte[]> answer = new CompletableFuture<>();
                held.get().add(answer);
                return answer;
            }
            return CompletableFuture.completedFuture("{\"StatusCode\":\"0\"}".getBytes(StandardCharsets.UTF_8));
        }

        private CompletionStage<byte[]> batch(List<String> letters) {
            batches.add(letters);
            if (!batching) {
                return noBatch.<CompletionStage<byte[]>>map(CompletableFuture::completedFuture).orElseGet(() ->
                        CompletableFuture.failedFuture(new UnavailableException("link.down", "It did not answer.", "", null)));
            }
            if (letters.size() > most) {
                received.addAll(letters.subList(0, most));
                return CompletableFuture.failedFuture(new UnavailableException("link.cut", "The link was cut.", "", null));
            }
            List<String> replies = new ArrayList<>();
            for (String letter : letters) {
                boolean taken = !letter.equals(refused);
                replies.add(taken ? "{\"StatusCode\":\"0\",\"More\":[{}]}" : reply);
                (taken ? received : new ArrayList<String>()).add(letter);
                refusals.addAndGet(taken ? 0 : 1);
            }
            return CompletableFuture.completedFuture(replies.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of());
        statuses = new StatusReports(framework.context());
        pool = Executors.newCachedThreadPool();
        link.noBatch = Optional.of("{\"StatusCode\":\"1\",\"Message\":\"There is no such interface.\"}".getBytes(StandardCharsets.UTF_8));
        open();
    }

    private void open() {
        routes = new Routes(OWN, pool);
        routes.add(link);
        outbox = new NodeOutbox(folder, routes, statuses, Clock.systemUTC(),
                new NodeOutbox.Bounds(1 << 30, Duration.ofDays(7), 4096, pause));
        outbox.start();
    }

    @AfterEach
    void stop() throws Exception {
        outbox.close();
        pool.shutdownNow();
        statuses.close();
        framework.close();
    }

    private void emptied() throws Exception {
        await("nothing waits", () -> {
            outbox.wake();
            return outbox.waiting().get(0).letters() == 0;
        });
    }

    private static Letter letter(String destination, String text) {
        return letter(destination, text, text);
    }

    private static Letter letter(String destination, String key, String text) {
        return new Letter(destination, Resource.COMMAND, key, Instant.now(), text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> numbers(int from, int to) {
        List<String> texts = new ArrayList<>();
        for (int number = from; number < to; number++) {
            texts.add("letter " + number);
        }
        return texts;
    }

    private void put(int from, int to) {
        numbers(from, to).forEach(text -> outbox.put(List.of(letter(UPPER, text))));
    }

    @Test
    void sendsInOrder() throws Exception {
        put(0, 300);
        await("all arrive", () -> link.received.size() == 300);
        assertEquals(numbers(0, 300), link.received);
        await("nothing waits", () -> outbox.waiting().get(0).letters() == 0);
    }

    @Test
    void severalResultsTravelTogetherToWhoKnowsThat() throws Exception {
        link.batching = true;
        link.state = LinkState.AWAY;
        put(0, 300);
        outbox.put(List.of(state("running"), letter(UPPER, "letter 300")));
        link.state = LinkState.ONLINE;
        await("nothing waits", () -> outbox.waiting().get(0).letters() == 0);
        List<String> all = numbers(0, 300);
        all.addAll(List.of("running", "letter 300"));
        assertEquals(all, link.received);
        assertEquals(numbers(0, 300), link.batches.stream().flatMap(List::stream).toList());
        assertTrue(link.batches.stream().allMatch(batch -> batch.size() > 1 && batch.size() <= 64), link.batches.toString());
        assertTrue(link.batches.size() <= 8, link.batches.toString());
    }

    @Test
    void aBatchIsBoundedInBytes() throws Exception {
        link.batching = true;
        String large = "x".repeat(200 << 10);
        List<Entry> letters = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            letters.add(Entry.of(number, letter(UPPER, "large " + number, large + number)));
        }
        LinkRoute route = new LinkRoute(link);
        assertTrue(route.send(letters).stream().allMatch(answer -> answer.toCompletableFuture().join().accepted()));
        assertEquals(List.of(2, 2), link.batches.stream().map(List::size).toList());
        assertEquals(List.of("0", "1", "2", "3", "4"), link.received.stream().map(text -> text.substring(large.length())).toList());
    }

    @Test
    void whoDoesNotKnowBatchesIsAskedOnceAndSentOneByOne() throws Exception {
        link.state = LinkState.AWAY;
        put(0, 200);
        link.state = LinkState.ONLINE;
        await("nothing waits", () -> outbox.waiting().get(0).letters() == 0);
        put(200, 300);
        await("nothing waits", () -> outbox.waiting().get(0).letters() == 0);
        assertEquals(numbers(0, 300), link.received);
        assertEquals(List.of(numbers(0, 64)), link.batches);
    }

    @Test
    void whoIsSilentToBatchesIsSentOneByOneAfterTwo() throws Exception {
        link.noBatch = Optional.empty();
        link.state = LinkState.AWAY;
        put(0, 300);
        link.state = LinkState.ONLINE;
        emptied();
        assertEquals(numbers(0, 300), link.received.stream().distinct().toList());
        assertEquals(2, link.batches.size());
    }

    @Test
    void aBatchThatCannotBeTakenAtPresentIsTriedAgainAsABatch() throws Exception {
        link.noBatch = Optional.of("{\"StatusCode\":\"1\",\"Later\":\"1\"}".getBytes(StandardCharsets.UTF_8));
        link.state = LinkState.AWAY;
        put(0, 3);
        link.state = LinkState.ONLINE;
        await("it was tried more often than what is refused", () -> {
            outbox.wake();
            return link.batches.size() > 10;
        });
        assertTrue(link.received.isEmpty());
        link.batching = true;
        emptied();
        assertEquals(numbers(0, 3), link.received);
    }

    @Test
    void aBatchIsAcknowledgedUpToTheFirstThatWaits() throws Exception {
        link.batching = true;
        link.refused = "letter 2";
        link.reply = "{\"StatusCode\":\"1\",\"Message\":\"it is paused\",\"Later\":\"1\"}";
        link.state = LinkState.AWAY;
        put(0, 5);
        link.state = LinkState.ONLINE;
        await("it was tried more often than what is refused", () -> {
            outbox.wake();
            return link.refusals.get() > 20;
        });
        assertEquals(3, outbox.waiting().get(0).letters());
        assertEquals(0, outbox.waiting().get(0).givenUp());
        assertEquals(numbers(2, 5), link.batches.get(link.batches.size() - 1));
        link.refused = "";
        emptied();
        assertTrue(endsWith(List.copyOf(link.received), numbers(2, 5)));
    }

    @Test
    void oneOfABatchThatIsRefusedIsGivenUpAlone() throws Exception {
        link.batching = true;
        link.refused = "letter 2";
        link.state = LinkState.AWAY;
        put(0, 5);
        link.state = LinkState.ONLINE;
        await("nothing waits", () -> outbox.waiting().get(0).letters() == 0);
        assertEquals(1, outbox.waiting().get(0).givenUp());
        assertEquals(List.of("letter 0", "letter 1", "letter 3", "letter 4"), link.received.stream().distinct().toList());
    }

    @Test
    void aBatchThatWasCutInTheMiddleIsSentAgain() throws Exception {
        link.batching = true;
        link.most = 2;
        link.state = LinkState.AWAY;
        put(0, 5);
        link.state = LinkState.ONLINE;
        await("it was cut", () -> link.batches.size() >= 1 && status(UPPER).message().contains("The link was cut."));
        link.most = Integer.MAX_VALUE;
        emptied();
        assertEquals(numbers(0, 2), link.received.subList(0, 2));
        assertTrue(endsWith(List.copyOf(link.received), numbers(0, 5)), link.received.toString());
    }

    @Test
    void aStateHasTheWayForItself() throws Exception {
        List<CompletableFuture<byte[]>> held = new CopyOnWriteArrayList<>();
        link.held = Optional.of(held);
        outbox.put(List.of(letter(UPPER, "result 0"), letter(UPPER, "result 1"), state("running"), state("finished"),
                letter(UPPER, "result 2")));
        for (List<String> sent : List.of(List.of("result 0", "result 1"), List.of("result 0", "result 1", "running"),
                List.of("result 0", "result 1", "running", "finished"),
                List.of("result 0", "result 1", "running", "finished", "result 2"))) {
            await(sent + " are under way", () -> link.received.size() >= sent.size());
            assertEquals(sent, link.received);
            held.forEach(answer -> answer.complete("{\"StatusCode\":\"0\"}".getBytes(StandardCharsets.UTF_8)));
        }
        await("nothing waits", () -> outbox.waiting().get(0).letters() == 0);
    }

    private static Letter state(String text) {
        return new Letter(UPPER, Resource.TASK_STATUS, text, Instant.now(), text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void takesFromManyAtATime() throws Exception {
        List<CompletableFuture<Void>> putting = new ArrayList<>();
        for (int thread = 0; thread < 16; thread++) {
            int from = thread * 50;
            putting.add(CompletableFuture.runAsync(() -> put(from, from + 50), pool));
        }
        CompletableFuture.allOf(putting.toArray(CompletableFuture[]::new)).join();
        await("all arrive", () -> link.received.size() == 800);
        assertEquals(800, link.received.stream().distinct().count());
        for (int thread = 0; thread < 16; thread++) {
            List<String> mine = numbers(thread * 50, thread * 50 + 50);
            assertEquals(mine, link.received.stream().filter(mine::contains).toList());
        }
    }

    @Test
    void keepsLettersWhileTheLinkIsAwayAndOverRestarts() throws Exception {
        link.state = LinkState.AWAY;
        put(0, 100);
        Waiting waiting = outbox.waiting().get(0);
        assertEquals(100, waiting.letters());
        assertTrue(waiting.oldest().isPresent());
        await("it is said", () -> status(UPPER).code().equals("outbox.waiting"));
        outbox.close();
        open();
        put(90, 110);
        assertTrue(link.received.isEmpty());
        link.state = LinkState.ONLINE;
        await("all arrive", () -> link.received.size() >= 110);
        assertEquals(numbers(0, 110), link.received);
        await("it is said", () -> status(UPPER).code().equals("outbox.sending"));
    }

    @Test
    void sendsAgainWhatWasUnderWayWhenTheLinkWasCut() throws Exception {
        link.cut = true;
        put(0, 20);
        await("it is said", () -> statuses.of(new Subject("outbox", UPPER)).isPresent()
                && status(UPPER).message().contains("The link was cut."));
        link.cut = false;
        // Those that were still under way when the link came back arrive twice: all are sent again, from the first that failed.
        await("all arrive in order", () -> endsWith(List.copyOf(link.received), numbers(0, 20)));
    }

    @Test
    void keepsWhatCannotBeTakenAtPresentHoweverOftenItIsTried() throws Exception {
        link.refused = "letter 0";
        link.reply = "{\"StatusCode\":\"1\",\"Message\":\"it is paused\",\"Later\":\"1\"}";
        put(0, 3);
        await("it was tried more often than what is refused", () -> {
            outbox.wake();
            return link.refusals.get() > 20;
        });
        assertEquals(0, outbox.waiting().get(0).givenUp());
        assertTrue(status(UPPER).message().contains("it is paused"), status(UPPER).message());
        link.refused = "";
        await("all arrive", () -> {
            outbox.wake();
            return endsWith(List.copyOf(link.received), numbers(0, 3));
        });
    }

    private static boolean endsWith(List<String> all, List<String> end) {
        return all.size() >= end.size() && all.subList(all.size() - end.size(), all.size()).equals(end);
    }

    @Test
    void givesUpWhatIsRefusedAgainAndAgainAndSaysSo() throws Exception {
        link.refused = "letter 1";
        put(0, 3);
        await("the next arrives", () -> outbox.waiting().get(0).letters() == 0);
        assertEquals(1, outbox.waiting().get(0).givenUp());
        assertTrue(link.received.containsAll(List.of("letter 0", "letter 2")));
        assertTrue(framework.events().stream().anyMatch(event -> event.getProperty(Topics.PAYLOAD)
                instanceof Status told && told.code().equals("outbox.refused") && told.message().contains("letter 1")));
    }

    @Test
    void noNewsShortenThePausesOfALetterThatIsRefused() throws Exception {
        outbox.close();
        pause = Duration.ofMinutes(10);
        open();
        link.refused = "letter 0";
        put(0, 1);
        await("it was refused", () -> statuses.of(new Subject("outbox", UPPER)).isPresent());
        for (int number = 1; number <= 100; number++) {
            put(number, number + 1);
            outbox.wake();
        }
        assertEquals(101, outbox.waiting().get(0).letters());
        assertEquals(0, outbox.waiting().get(0).givenUp());
        assertTrue(link.received.isEmpty(), "it was tried again at once: " + link.received);
    }

    @Test
    void tellsItselfThroughItsOwnHandlers() throws Exception {
        List<String> handled = new CopyOnWriteArrayList<>();
        RequestHandler later = (device, resource, body) -> {
            throw new RejectedException("test", "not yet", "", null);
        };
        routes.add(later, Map.of(RequestHandler.RESOURCES, "COMMAND", RequestHandler.COMMANDS, new String[] {"task_result"}));
        outbox.put(List.of(letter(OWN, "own")));
        await("refused", () -> statuses.of(new Subject("outbox", OWN)).isPresent());
        routes.remove(later);
        routes.add((device, resource, body) -> {
            handled.add(device + " " + new String(body, StandardCharsets.UTF_8));
            return "{\"StatusCode\":\"0\"}".getBytes(StandardCharsets.UTF_8);
        }, Map.of(RequestHandler.RESOURCES, "COMMAND", RequestHandler.COMMANDS, new String[] {"task_result"}));
        outbox.wake();
        await("handled", () -> handled.equals(List.of(OWN + " own")));
    }

    @Test
    void postsToAddresses() throws Exception {
        List<String> posted = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int[] answers = {503, 503, 429, 503, 500, 502, 503, 503, 503, 503, 503, 200};
        server.createContext("/results", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            posted.add(exchange.getRequestHeaders().getFirst("Idempotency-Key") + body);
            exchange.sendResponseHeaders(answers[posted.size() - 1], -1);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/results";
            outbox.put(List.of(letter(address, "a")));
            await("posted again until it is taken", () -> {
                outbox.wake();
                return posted.size() == answers.length && outbox.waiting().get(0).letters() == 0;
            });
            assertEquals(Collections.nCopies(answers.length, "\"a\"a"), posted);
            assertEquals(0, outbox.waiting().get(0).givenUp());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesWhatCannotBeSent() {
        assertThrows(InvalidInputException.class, () -> outbox.put(List.of(letter("ftp://192.0.2.1/x", "a"))));
        assertThrows(InvalidInputException.class, () -> outbox.put(List.of(letter(UPPER, "k".repeat(2000)))));
        assertTrue(outbox.waiting().isEmpty());
    }

    @Test
    void takesNothingOnceItStops() {
        outbox.close();
        assertThrows(UnavailableException.class, () -> put(0, 1));
        open();
        link.silent = true;
        put(0, 1);
        assertEquals(1, outbox.waiting().get(0).letters());
    }

    private Status status(String destination) {
        return statuses.of(new Subject("outbox", destination)).orElseGet(() -> new Status(new Subject("outbox", destination),
                Health.UNKNOWN, "none", "", "", Map.of(), Instant.now()));
    }
}
