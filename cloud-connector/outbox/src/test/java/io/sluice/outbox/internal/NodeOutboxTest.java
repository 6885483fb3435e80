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
import io.sluice.api.link.LinkState;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.link.Resource;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.api.task.Letter;
import io.sluice.api.task.Waiting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Letters on their way: in order, once, and never lost. */
class NodeOutboxTest extends OutboxCase {

    @Test
    void sendsInOrder() throws Exception {
        put(0, 300);
        await("all arrive", () -> link.received.size() == 300);
        assertEquals(numbers(0, 300), link.received);
        await("nothing waits", () -> outbox.waiting().get(0).letters() == 0);
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
}
