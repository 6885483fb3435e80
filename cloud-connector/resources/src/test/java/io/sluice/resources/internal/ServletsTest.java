package io.sluice.resources.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.LinkState;
import io.sluice.api.message.ExecutionStatus;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.OpsControl;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskStatus;
import io.sluice.api.task.Letter;
import io.sluice.api.task.Outbox;
import io.sluice.api.task.TaskExecutor;
import io.sluice.api.task.Waiting;
import io.sluice.resources.internal.clock.HostClock;
import io.sluice.resources.internal.clock.HostTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What REST says of links, tasks and queues. */
class ServletsTest {

    @Test
    void aLinkIsToldWithItsClockWhereThatIsKnown() {
        JsonNode link = LinksServlet.describe(new LinkInfo("31010000002000000001", LinkInfo.Direction.UPPER, "mqtt", "broker",
                LinkState.ONLINE, Instant.EPOCH, Optional.of(Duration.ofNanos(2_500_000)), Optional.of(Duration.ofMillis(-7)),
                OptionalDouble.of(1.5), 3));
        assertEquals(2.5, link.get("latencyMillis").asDouble());
        assertEquals(-7, link.get("offsetMillis").asDouble());
        assertEquals(1.5, link.get("driftPpm").asDouble());
        assertEquals("1970-01-01T00:00:00Z", link.get("since").asText());
        JsonNode fresh = LinksServlet.describe(new LinkInfo("", LinkInfo.Direction.UPPER, "http", "there",
                LinkState.CONNECTING, Instant.EPOCH, Optional.empty(), Optional.empty(), OptionalDouble.empty(), 0));
        assertFalse(fresh.has("latencyMillis") || fresh.has("offsetMillis") || fresh.has("driftPpm"));
    }

    @Test
    void whoKeepsTheClockIsToldAndReported() {
        HostClock chrony = new HostClock("chrony", true, "192.0.2.5", OptionalInt.of(3), Optional.of(Duration.ofNanos(12_500)),
                Optional.of(Duration.ofMillis(3)));
        ObjectNode time = ReadServlet.JSON.createObjectNode();
        TimeServlet.describe(chrony, time);
        assertEquals("{\"source\":\"chrony\",\"synchronised\":true,\"reference\":\"192.0.2.5\",\"stratum\":3,"
                + "\"offsetMillis\":0.0125,\"maxErrorMillis\":3.0}", time.toString());
        Figures figures = new Figures("31010000001320000001");
        JsonObject reported = new TimedResources(figures, Optional.of(chrony)).total().resourceInfo().extendInfo().orElseThrow();
        assertEquals(Optional.of(HostTime.brief(chrony)), reported.get("Clock"));
        assertEquals(List.of("Accelerators", "Clock"), List.copyOf(reported.members().keySet()));
        assertEquals(figures.total(), new TimedResources(figures, Optional.empty()).total());
    }

    @Test
    void tasksAreToldAsTheTableHasThem() throws Exception {
        TaskStatus failed = new TaskStatus("t1", Optional.empty(), Optional.of("Gate"), OptionalInt.of(8), ExecutionStatus.FAILED,
                OptionalInt.of(40), Optional.empty(), OptionalInt.of(60), Optional.of("No stream."));
        JsonNode tasks = new TasksServlet(new Executing(failed)).answer();
        assertEquals("{\"TaskID\":\"t1\",\"TaskName\":\"Gate\",\"TaskType\":8,\"ExecutionStatus\":4,\"Progress\":40,"
                + "\"ExceptionCode\":60,\"ExceptionDesc\":\"No stream.\"}", tasks.get(0).toString());
    }

    @Test
    void queuesAreToldByDestination() {
        JsonNode queues = new OutboxServlet(new Queues(new Waiting("http://there", 3, 100, Optional.of(Instant.EPOCH), 1))).answer();
        assertEquals("[{\"destination\":\"http://there\",\"letters\":3,\"bytes\":100,\"givenUp\":1,"
                + "\"oldest\":\"1970-01-01T00:00:00Z\"}]", queues.toString());
    }

    private record Executing(TaskStatus status) implements TaskExecutor {

        @Override
        public void dispatch(String sender, List<TaskDispatchInfo> tasks) {
            throw new AssertionError("only to be read here");
        }

        @Override
        public void control(String sender, List<OpsControl> operations) {
            throw new AssertionError("only to be read here");
        }

        @Override
        public void deliver(String sender, TaskResultBody result) {
            throw new AssertionError("only to be read here");
        }

        @Override
        public List<TaskStatus> statuses(Collection<String> taskIds) {
            return List.of(status);
        }
    }

    private record Queues(Waiting one) implements Outbox {

        @Override
        public void put(List<Letter> letters) {
            throw new AssertionError("only to be read here");
        }

        @Override
        public List<Waiting> waiting() {
            return List.of(one);
        }
    }
}
