package io.sluice.resources.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo.Direction;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.Resource;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.Messages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Reports to an upper node, by a clock of the test. */
class ReporterTest {

    private static final String OWN = "31010000001320000001";

    private final MessageCodec codec = new MessageCodec();
    private final Figures figures = new Figures(OWN);
    private final List<Link> links = new ArrayList<>();
    private long now;
    private Reporter reporter = new Reporter(links, Duration.ofSeconds(30), () -> now);
    private boolean failing;
    private final FakeLink upper = FakeLink.upper(sent -> failing
            ? CompletableFuture.failedFuture(new UnavailableException("link.down", "cut", "", null))
            : FakeLink.reply("{\"StatusCode\":\"0\"}"));

    ReporterTest() {
        links.add(upper);
    }

    /** What is sent when so many seconds have gone. */
    private List<Resource> after(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
        int before = upper.sent.size();
        reporter.tick(figures);
        return upper.sent.subList(before, upper.sent.size()).stream().map(FakeLink.Sent::resource).toList();
    }

    @Test
    void tellsAllOnceTheLinkIsUpAndThenWhatIsFreeFromTimeToTime() {
        upper.become(LinkState.CONNECTING);
        assertEquals(List.of(), after(1));
        upper.become(LinkState.ONLINE);
        assertEquals(List.of(Resource.TOTAL_RESOURCE, Resource.AVAILABLE_RESOURCE), after(1));
        assertEquals(8192, codec.decode(Messages.TOTAL_RESOURCE, upper.sent.get(0).body()).resourceInfo().commonResource()
                .orElseThrow().totalMemory());
        assertEquals(List.of(), after(29));
        assertEquals(List.of(Resource.AVAILABLE_RESOURCE), after(1));
        assertEquals(List.of(Resource.TOTAL_RESOURCE, Resource.AVAILABLE_RESOURCE), after(600));
    }

    @Test
    void tellsALargeChangeThatLastsAndNotASmallOne() {
        calm();
        figures.freeCpu = 70;
        figures.freeMemory = 4000;
        assertEquals(List.of(), after(20));
        figures.freeCpu = 65;
        assertEquals(List.of(), after(50), "seen for the first time");
        assertEquals(List.of(), after(9));
        assertEquals(List.of(Resource.AVAILABLE_RESOURCE), after(1));
        figures.memory = 16384;
        assertEquals(List.of(Resource.TOTAL_RESOURCE), after(1));
    }

    @Test
    void tellsChangesOnceAMinuteAtMost() {
        calm();
        figures.freeMemory = 2000;
        after(60);
        assertEquals(List.of(Resource.AVAILABLE_RESOURCE), after(10));
        figures.freeMemory = 1000;
        assertEquals(List.of(), after(6));
        assertEquals(List.of(), after(53));
        assertEquals(List.of(Resource.AVAILABLE_RESOURCE), after(1));
    }

    @Test
    void doesNotTellWhatWasOverBeforeItLasted() {
        calm();
        for (int burst = 0; burst < 12; burst++) {
            figures.freeCpu = 10;
            assertEquals(List.of(), after(9));
            figures.freeCpu = 90;
            assertEquals(List.of(), after(9));
        }
    }

    /** Told of all, with the next report far off. */
    private void calm() {
        reporter = new Reporter(links, Duration.ofMinutes(5), () -> now);
        after(0);
    }

    @Test
    void tellsAtOnceThatAnAcceleratorFailedAndThatItIsBack() {
        after(0);
        figures.freePower = "5.5 TOPS";
        assertEquals(List.of(), after(6));
        figures.freePower = "0 TOPS";
        assertEquals(List.of(Resource.AVAILABLE_RESOURCE), after(1));
        figures.freePower = "5.5 TOPS";
        assertEquals(List.of(Resource.AVAILABLE_RESOURCE), after(5));
    }

    @Test
    void tellsAllAgainAfterTheLinkWasAway() {
        after(0);
        upper.become(LinkState.AWAY);
        assertEquals(List.of(), after(1));
        upper.become(LinkState.ONLINE);
        assertEquals(List.of(Resource.TOTAL_RESOURCE, Resource.AVAILABLE_RESOURCE), after(1));
    }

    @Test
    void triesAgainWithTheNewestFiguresWhatDidNotArrive() {
        failing = true;
        assertEquals(2, after(0).size());
        assertEquals(List.of(), after(4));
        failing = false;
        figures.freeMemory = 4095;
        assertEquals(List.of(Resource.TOTAL_RESOURCE, Resource.AVAILABLE_RESOURCE), after(1));
        assertTrue(upper.sent.get(3).text().contains("4095"), upper.sent.get(3).text());
        assertEquals(List.of(), after(6));
    }

    @Test
    void aRefusedReportIsTriedAgain() {
        FakeLink refusing = FakeLink.upper(sent -> FakeLink.reply("{\"StatusCode\":\"1\",\"Message\":\"no\"}"));
        links.set(0, refusing);
        reporter.tick(figures);
        now += Duration.ofSeconds(5).toNanos();
        reporter.tick(figures);
        assertEquals(4, refusing.sent.size());
    }

    @Test
    void lowerNodesAreNotReportedTo() {
        FakeLink lower = new FakeLink("31010000001320000002", Direction.LOWER, sent -> new CompletableFuture<>());
        links.set(0, lower);
        reporter.tick(figures);
        assertEquals(0, lower.sent.size());
    }

    @Test
    void theUpperNodeKeepsTheLatestOfEachAndTakesNoneOfOthers() {
        Instant[] clock = {Instant.EPOCH};
        LowerReports reports = new LowerReports(() -> clock[0]);
        reports.take(OWN, figures.total());
        reports.take(OWN, figures.available());
        clock[0] = Instant.EPOCH.plusSeconds(30);
        figures.freeCpu = 5;
        reports.take(OWN, figures.available());
        LowerReports.Reports kept = reports.all().get(OWN);
        assertEquals(Instant.EPOCH, kept.total().orElseThrow().at());
        assertEquals(clock[0], kept.available().orElseThrow().at());
        assertEquals(figures.available(), kept.available().orElseThrow().report());
        assertThrows(RejectedException.class, () -> reports.take("31010000001320000002", figures.total()));
        assertEquals(1, reports.all().size());
    }
}
