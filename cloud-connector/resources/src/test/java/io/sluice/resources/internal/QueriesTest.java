package io.sluice.resources.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo.Direction;
import io.sluice.api.link.LinkState;
import io.sluice.api.message.AlgResource;
import io.sluice.api.message.AlgorithmReply;
import io.sluice.api.message.AvailableResourceReply;
import io.sluice.api.message.Command;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.Reply;
import io.sluice.api.message.TotalResource;
import io.sluice.api.message.TotalResourceReply;
import io.sluice.protocol.MessageCodec;
import io.sluice.session.cascade.FanOut;
import io.sluice.session.cascade.Unanswered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The three queries as they come, in JSON. */
class QueriesTest {

    private static final String OWN = "31010000001320000001";
    private static final String ASKER = "31010000002000000001";
    private static final String BELOW = "31010000001320000002";
    private static final String DEEP = "31010000001320000003";
    private static final Optional<Position> SHANGHAI = Optional.of(new Position(121.47, 31.23));

    private final MessageCodec codec = new MessageCodec();
    private final List<Link> links = new CopyOnWriteArrayList<>();

    private Queries node(String device, List<Link> below, Duration patience) {
        Figures figures = new Figures(device);
        return new Queries(new FanOut(device, below, patience), () -> Optional.of(figures),
                () -> new AlgResource(device, List.of()), SHANGHAI);
    }

    private Reply ask(String body) {
        return ask(body, Duration.ofSeconds(30));
    }

    private Reply ask(String body, Duration patience) {
        Command command = codec.decodeCommand(body.getBytes(StandardCharsets.UTF_8));
        return codec.decodeReply(command, codec.encodeReply(command, node(OWN, links, patience).answer(ASKER, command)));
    }

    private static String query(String type, String body) {
        return "{\"CommandType\":\"" + type + "\",\"CommandIdx\":7,\"MessageBody\":{" + body.replace('\'', '"') + "}}";
    }

    private static String devices(String... selectors) {
        return "'DeviceList':[" + String.join(",", selectors) + "]";
    }

    private static String device(String id, int hierarchical) {
        return "{'DeviceID':'" + id + "','HierarchicalQuery':'" + hierarchical + "'}";
    }

    private FakeLink below(String device, List<Link> deeper) {
        Queries queries = node(device, deeper, Duration.ofSeconds(30));
        return new FakeLink(device, Direction.LOWER, sent -> {
            Command command = codec.decodeCommand(sent.body());
            return CompletableFuture.supplyAsync(() -> codec.encodeReply(command, queries.answer(ASKER, command)));
        });
    }

    private static List<String> ids(Reply reply) {
        return ((TotalResourceReply) reply).totalResourceList().stream().map(TotalResource::deviceId).toList();
    }

    private static List<Unanswered> missing(Reply reply) {
        return Unanswered.in(reply.extra()).toList();
    }

    @Test
    void withoutAListThisNodeAnswersForItself() {
        links.add(below(BELOW, List.of()));
        assertEquals(List.of(OWN), ids(ask(query("total_res_query", ""))));
        AvailableResourceReply available = (AvailableResourceReply) ask(query("available_res_query", ""));
        assertEquals(OWN, available.availableResourceList().get(0).deviceId());
        assertEquals(7, available.commandIdx().getAsInt());
        AlgorithmReply algorithms = (AlgorithmReply) ask(query("algorithm_res_query", ""));
        assertEquals(OWN, algorithms.algResourceList().get(0).deviceId());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'LongitudeMin':'121.000000','LongitudeMax':'122.000000' | true",
        "'LongitudeMin':'121.480000' | false",
        "'LongitudeMax':'121.470000','LatitudeMin':'31.230000' | true",
        "'LatitudeMax':'31.000000' | false",
        "'LongitudeMin':'170.000000','LongitudeMax':'-170.000000' | false",
        "'LongitudeMin':'120.000000','LongitudeMax':'-170.000000' | true",
        "'ProductType':'Sluice' | true",
        "'ProductType':'Other' | false",
        "'Chip':'RK3588' | true",
        "'Chip':'Cortex' | true",
        "'Chip':'A100' | false",
        "'Chip':'Cortex','DriverVersion':'1' | true",
        "'Chip':'Cortex','DriverVersion':'0.9.8' | false",
        "'DriverVersion':'0.9.8','ProductType':'Other' | false"
    }, quoteCharacter = '`')
    void answersOnlyWhereAllConditionsHold(String conditions, boolean fits) {
        assertEquals(fits ? List.of(OWN) : List.of(), ids(ask(query("total_res_query", conditions))));
        AvailableResourceReply available = (AvailableResourceReply) ask(query("available_res_query", conditions));
        assertEquals(fits ? 1 : 0, available.availableResourceList().size());
    }

    @Test
    void whoDoesNotKnowWhereItStandsIsInNoBox() {
        Queries lost = new Queries(new FanOut(OWN, links, Duration.ofSeconds(1)), () -> Optional.of(new Figures(OWN)),
                () -> new AlgResource(OWN, List.of()), Optional.empty());
        String everywhere = query("total_res_query", "'LongitudeMin':'-180.000000','LongitudeMax':'180.000000'");
        assertEquals(List.of(), ids(lost.answer(ASKER, codec.decodeCommand(everywhere.getBytes(StandardCharsets.UTF_8)))));
        assertEquals(Optional.empty(), Position.of("", ""));
        assertEquals(Optional.empty(), Position.of("181", "0"));
        assertEquals(Optional.empty(), Position.of("NaN", "0"));
        assertEquals(Optional.empty(), Position.of("east", "1"));
        assertEquals(SHANGHAI, Position.of("121.47", " 31.23"));
    }

    @Test
    void refusesConditionsThatItDoesNotKnow() {
        InvalidInputException refused = assertThrows(InvalidInputException.class,
                () -> ask(query("total_res_query", "'ExtendCond':{'Colour':'red'}")));
        assertEquals("resources.condition.unknown", refused.code());
    }

    @Test
    void aHierarchicalQueryReachesAllLevelsAndTheConditionsGoWithIt() {
        FakeLink deep = below(DEEP, List.of());
        FakeLink below = below(BELOW, List.of(deep));
        links.add(below);
        Reply reply = ask(query("total_res_query", devices(device(OWN, 1)) + ",'Chip':'Cortex'"));
        assertEquals(List.of(OWN, BELOW, DEEP), ids(reply));
        assertEquals(List.of(), missing(reply));
        assertTrue(deep.sent.get(0).text().contains("\"Chip\":\"Cortex\""), deep.sent.get(0).text());
        assertEquals(30_000 * 3 / 4, patience(deep), "the deeper, the less time");
        assertEquals(30_000, patience(below));
        assertEquals(List.of(OWN), ids(ask(query("total_res_query", devices(device(OWN, 0))))));
    }

    private double patience(FakeLink link) {
        Command asked = codec.decodeCommand(link.sent.get(0).body());
        return ((JsonNumber) asked.extra().get(FanOut.PATIENCE).orElseThrow()).toDouble();
    }

    @Test
    void aBatchAsksEachNodeOnceAndLeavesThisOneOut() {
        FakeLink below = below(BELOW, List.of());
        links.add(below);
        assertEquals(List.of(BELOW), ids(ask(query("total_res_query", devices(device(BELOW, 0), device(BELOW, 0))))));
        assertEquals(1, below.sent.size());
    }

    @Test
    void silentFailingAndUnknownNodesAreNamedBesideThoseThatAnswered() {
        FakeLink silent = new FakeLink("31010000001320000004", Direction.LOWER, sent -> new CompletableFuture<>());
        FakeLink down = new FakeLink("31010000001320000005", Direction.LOWER, sent -> CompletableFuture.failedFuture(
                new UnavailableException("link.down", "The cable is cut.", "", null)));
        FakeLink garbled = new FakeLink("31010000001320000006", Direction.LOWER, sent -> FakeLink.reply("<html>"));
        FakeLink refusing = new FakeLink("31010000001320000007", Direction.LOWER, sent -> FakeLink.reply(
                "{\"CommandType\":\"total_res_query\",\"CommandIdx\":7,\"StatusCode\":\"1\",\"TotalResourceList\":[],"
                        + "\"Message\":\"Not today.\"}"));
        links.addAll(List.of(silent, down, garbled, refusing, below(BELOW, List.of())));
        Reply reply = ask(query("total_res_query", devices(device(OWN, 1), device("31010000001320000008", 0))),
                Duration.ofSeconds(2));
        assertEquals(List.of(OWN, BELOW), ids(reply));
        assertEquals(List.of("31010000001320000004", "31010000001320000005", "31010000001320000006", "31010000001320000007",
                "31010000001320000008"), missing(reply).stream().map(Unanswered::device).sorted().toList());
        String reasons = missing(reply).toString();
        assertTrue(reasons.contains("The cable is cut.") && reasons.contains("Not today.")
                && reasons.contains("in time") && reasons.contains("no link"), reasons);
    }

    @Test
    void whereNobodyAnsweredTheQueryFails() {
        FakeLink away = new FakeLink(BELOW, Direction.LOWER, sent -> CompletableFuture.failedFuture(
                new UnavailableException("link.down", "The link is AWAY.", "", null)));
        away.become(LinkState.AWAY);
        links.add(away);
        UnavailableException failed = assertThrows(UnavailableException.class,
                () -> ask(query("total_res_query", devices(device(BELOW, 1)))));
        assertTrue(failed.getMessage().contains(BELOW) && failed.getMessage().contains("AWAY"), failed.getMessage());
    }

    @Test
    void whoAsksIsNotAskedBack() {
        FakeLink asker = new FakeLink(ASKER, Direction.LOWER, sent -> new CompletableFuture<>());
        links.add(asker);
        Reply reply = ask(query("total_res_query", devices(device(OWN, 1))));
        assertEquals(List.of(), missing(reply));
        assertEquals(0, asker.sent.size());
    }

    @Test
    void upperNodesAreNeverAskedAndACircleOfLinksEnds() {
        FakeLink upper = FakeLink.upper(sent -> new CompletableFuture<>());
        links.add(upper);
        // This node is below itself.
        links.add(new FakeLink(BELOW, Direction.LOWER, sent -> {
            Command command = codec.decodeCommand(sent.body());
            return CompletableFuture.supplyAsync(() -> codec.encodeReply(command, node(BELOW, links, Duration.ofSeconds(1))
                    .answer(ASKER, command)));
        }));
        Reply reply = ask(query("total_res_query", devices(device(OWN, 1))), Duration.ofSeconds(1));
        assertEquals(List.of(OWN, BELOW), ids(reply));
        assertEquals(0, upper.sent.size());
    }
}
