package io.sluice.tunnel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.Resource;
import io.sluice.api.link.TunnelInfo;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in with a tunnel, and what somebody is told who wants to go through one that is not there. */
class DoorsTest {

    private static final String NODE = "31010000001320000001";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final Ways ways = new Ways();
    private final Doors doors = new Doors(Set.of(NODE), links, threads, ways);
    private final BlockingQueue<OpenMessage> asked = new LinkedBlockingQueue<>();

    @AfterEach
    void end() throws Exception {
        doors.close();
        ways.close();
        threads.shutdown();
        assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS), "a thread stays behind");
    }

    @Test
    void severalWhoAskShareOneTunnelAndItsTicketIsGoodOnce() throws Exception {
        links.add(new AskedLink(LinkState.ONLINE, "{\"StatusCode\":\"0\"}"));
        Future<Integer> first = threads.submit(() -> doors.port(NODE));
        OpenMessage message = asked.poll(20, TimeUnit.SECONDS);
        assertEquals(NODE, message.device());
        Future<Integer> second = threads.submit(() -> doors.port(NODE));

        assertFalse(doors.admit(NODE, "0".repeat(64)));
        assertFalse(doors.admit("31010000001320000002", message.ticket()));
        assertTrue(doors.admit(NODE, message.ticket()));
        assertFalse(doors.admit(NODE, message.ticket()), "it was used up");
        doors.connected(NODE, new SilentWire());
        assertEquals(first.get(20, TimeUnit.SECONDS), second.get(20, TimeUnit.SECONDS));
        assertEquals(0, asked.size(), "it was asked once");
        TunnelInfo info = ways.tunnels().get(0);
        assertTrue(info.open() && info.page().equals("/nodes/" + NODE + "/"), info.toString());
        assertFalse(doors.admit(NODE, message.ticket()), "nobody waits any more");
    }

    @Test
    void whatStandsInTheWayIsTold() {
        assertEquals("tunnel.not_offered",
                assertThrows(NotFoundException.class, () -> doors.port("31010000001320000002")).code());
        assertEquals("tunnel.link_away", assertThrows(UnavailableException.class, () -> doors.port(NODE)).code());
        links.add(new AskedLink(LinkState.AWAY, ""));
        UnavailableException away = assertThrows(UnavailableException.class, () -> doors.port(NODE));
        assertTrue(away.code().equals("tunnel.link_away") && away.getMessage().contains("AWAY"), away.getMessage());
        links.set(0, new AskedLink(LinkState.ONLINE, "{\"StatusCode\":\"1\",\"Message\":\"not you\"}"));
        UnavailableException refused = assertThrows(UnavailableException.class, () -> doors.port(NODE));
        assertTrue(refused.code().equals("tunnel.refused") && refused.getMessage().contains("not you"), refused.getMessage());
        assertTrue(ways.tunnels().get(0).reason().contains("not you"));
        links.set(0, new AskedLink(LinkState.ONLINE, ""));
        assertEquals("tunnel.link_away", assertThrows(UnavailableException.class, () -> doors.port(NODE)).code());
    }

    @Test
    void aNodeDialsOnlyWhereItsOwnConfigurationSays() throws Exception {
        Dialer dialer = new Dialer(Map.of("31010000002000000001", URI.create("ws://127.0.0.1:1/")), 1,
                HttpClient.newHttpClient(), threads, ways);
        OpenMessage message = new OpenMessage(NODE, "0".repeat(64));
        assertEquals("tunnel.refused",
                assertThrows(RejectedException.class, () -> dialer.dial("31010000002000000002", message)).code());
        UnavailableException unreachable =
                assertThrows(UnavailableException.class, () -> dialer.dial("31010000002000000001", message));
        assertTrue(unreachable.getMessage().contains("ws://127.0.0.1:1/"), unreachable.getMessage());
    }

    @Test
    void aWrongMessageIsRefusedByItsField() {
        assertEquals("MessageBody/Ticket", assertThrows(InvalidInputException.class,
                () -> OpenMessage.read(bytes("{\"MessageBody\":{\"DeviceID\":\"" + NODE + "\",\"Ticket\":\"x\"}}"))).field());
        assertThrows(InvalidInputException.class, () -> OpenMessage.read(bytes("nothing")));
        OpenMessage message = new OpenMessage(NODE, "ab".repeat(32));
        assertEquals(message, OpenMessage.read(message.write()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Answers each message alike, or fails where there is no answer. */
    private final class AskedLink implements Link {

        private final LinkState state;
        private final String answer;

        AskedLink(LinkState state, String answer) {
            this.state = state;
            this.answer = answer;
        }

        @Override
        public LinkInfo info() {
            return new LinkInfo(NODE, LinkInfo.Direction.LOWER, "mqtt", "", state, Instant.EPOCH, Optional.empty(), Optional.empty(),
                    OptionalDouble.empty(), 0);
        }

        @Override
        public CompletionStage<byte[]> send(Resource resource, byte[] body, Duration patience) {
            asked.add(OpenMessage.read(body));
            return answer.isEmpty()
                    ? CompletableFuture.failedStage(new UnavailableException("link.down", "silent", "", null))
                    : CompletableFuture.completedStage(bytes(answer));
        }
    }

    private static final class SilentWire implements Wire {

        @Override
        public void send(ByteBuffer message) {
            // Nobody listens.
        }

        @Override
        public void ping() {
            // Nobody answers.
        }

        @Override
        public void close(String reason) {
            // Nothing to end.
        }
    }
}
