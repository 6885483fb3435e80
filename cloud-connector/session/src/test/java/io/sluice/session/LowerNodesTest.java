package io.sluice.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo.Direction;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.Resource;
import io.sluice.session.SessionAnswer.Outcome;
import io.sluice.session.SessionRequest.Kind;
import io.sluice.support.status.StatusReports;
import io.sluice.support.testing.TestFramework;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes registered by two bindings of one gateway. */
class LowerNodesTest {

    private static final String NODE = "31010000001320000001";

    private TestFramework framework;
    private StatusReports reports;
    private LowerNodes byHttp;
    private LowerNodes byMqtt;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of());
        reports = new StatusReports(framework.context());
        byHttp = new LowerNodes(framework.context(), reports, "http", Duration.ofMinutes(5), new Carrier("http"));
        byMqtt = new LowerNodes(framework.context(), reports, "mqtt", Duration.ofMinutes(5), new Carrier("mqtt"));
    }

    @AfterEach
    void end() throws Exception {
        byMqtt.close();
        byHttp.close();
        reports.close();
        framework.close();
    }

    @Test
    void aNodeIsThereByOneBindingOnly() {
        assertEquals(Outcome.OK, ask(byHttp, Kind.REGISTER).outcome());
        LowerNodes.Result second = ask(byMqtt, Kind.REGISTER);
        assertEquals(Outcome.DUPLICATE, second.outcome());
        assertTrue(second.reason().contains("by http"), second.reason());
        assertEquals(Outcome.NOT_REGISTERED, ask(byMqtt, Kind.KEEPALIVE).outcome());
        assertEquals(Outcome.OK, ask(byHttp, Kind.SIGN_OFF).outcome());
        assertEquals(Outcome.OK, ask(byMqtt, Kind.REGISTER).outcome());
    }

    @Test
    void aBrokenConnectionIsToldAtOnceAndOverWithTheNextSignOfLife() {
        ask(byMqtt, Kind.REGISTER);
        byMqtt.away(NODE);
        assertEquals("link.disconnected", code());
        assertEquals(LinkState.AWAY, link().info().state());
        assertTrue(link().send(Resource.COMMAND, new byte[0], Duration.ofMinutes(1)).toCompletableFuture().isCompletedExceptionally());
        assertEquals(Outcome.OK, ask(byMqtt, Kind.KEEPALIVE).outcome());
        assertEquals("link.online", code());
        assertEquals(LinkState.ONLINE, link().info().state());
        byMqtt.away("31010000001320000009");
    }

    @Test
    void nobodyWaitsForAnAnswerOfWhoSignedOff() {
        ask(byMqtt, Kind.REGISTER);
        Link link = link();
        CompletableFuture<byte[]> answer = link.send(Resource.COMMAND, new byte[1], Duration.ofMinutes(1)).toCompletableFuture();
        assertEquals(1, link.info().waiting());
        assertEquals(Outcome.OK, ask(byMqtt, Kind.SIGN_OFF).outcome());
        assertTrue(answer.isCompletedExceptionally());
        assertEquals(0, link.info().waiting());
    }

    private static LowerNodes.Result ask(LowerNodes nodes, Kind kind) {
        return nodes.take(new SessionRequest(kind, NODE, "instance", "", 0, 0), "127.0.0.1");
    }

    private String code() {
        return reports.statuses().iterator().next().code();
    }

    private Link link() {
        return framework.context().getService(framework.context().getServiceReference(Link.class));
    }

    private record Carrier(String binding) implements LowerNodes.Carrier {

        @Override
        public PeerLink link(SessionRequest request, String from) {
            return new PeerLink(binding, Direction.LOWER, request.device(), from, new ClockFilter()) {
                @Override
                protected CompletionStage<byte[]> carry(Resource resource, byte[] body, Duration patience) {
                    // The empty message is answered, every other never.
                    return body.length == 0 ? CompletableFuture.completedStage(body) : new CompletableFuture<>();
                }
            };
        }

        @Override
        public void measure(PeerLink link) {
            // No clocks here.
        }
    }
}
