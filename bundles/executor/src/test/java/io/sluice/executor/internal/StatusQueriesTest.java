package io.sluice.executor.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.LinkInfo.Direction;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.Resource;
import io.sluice.api.message.Command;
import io.sluice.api.message.DevTaskStatus;
import io.sluice.api.message.ExecutionStatus;
import io.sluice.api.message.OpsControl;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskStatus;
import io.sluice.api.message.TaskStatusQuery;
import io.sluice.api.message.TaskStatusQuery.Selector;
import io.sluice.api.message.TaskStatusReply;
import io.sluice.api.task.TaskExecutor;
import io.sluice.protocol.MessageCodec;
import io.sluice.session.cascade.FanOut;
import io.sluice.session.cascade.Unanswered;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** States of tasks on three levels of nodes, each asked in bytes by the one above it. */
class StatusQueriesTest {

    private static final String ASKER = "31010000002000000009";
    private static final String TOP = "31010000002000000001";
    private static final String MIDDLE = "31010000001320000001";
    private static final String LEAF = "31010000001320000002";
    private static final String SILENT = "31010000001320000003";

    private final MessageCodec codec = new MessageCodec();
    private Node top;

    private final class Node {

        private final String device;
        private final List<String> tasks;
        private final List<Link> below = new CopyOnWriteArrayList<>();

        Node(String device, String... tasks) {
            this.device = device;
            this.tasks = List.of(tasks);
        }

        byte[] answer(String asker, byte[] body) {
            Command query = codec.decodeCommand(body);
            StatusQueries queries =
                    new StatusQueries(device, new Listed(tasks), new FanOut(device, below, Duration.ofSeconds(5)));
            return codec.encodeReply(query, queries.answer(asker, (TaskStatusQuery) query));
        }
    }

    /** An executor of which only the states are asked. */
    private record Listed(List<String> tasks) implements TaskExecutor {

        @Override
        public void dispatch(String sender, List<TaskDispatchInfo> given) {
            throw new AssertionError();
        }

        @Override
        public void control(String sender, List<OpsControl> operations) {
            throw new AssertionError();
        }

        @Override
        public void deliver(String sender, TaskResultBody result) {
            throw new AssertionError();
        }

        @Override
        public List<TaskStatus> statuses(Collection<String> ids) {
            return tasks.stream().filter(task -> ids.isEmpty() || ids.contains(task)).map(task -> new TaskStatus(task,
                    Optional.empty(), Optional.empty(), OptionalInt.of(8), ExecutionStatus.RUNNING, OptionalInt.empty(),
                    Optional.empty(), OptionalInt.empty(), Optional.empty())).toList();
        }
    }

    /** @param answers empty for a node that is away */
    private record Wire(String device, Optional<Node> answers, String from) implements Link {

        @Override
        public LinkInfo info() {
            return new LinkInfo(device, Direction.LOWER, "http", "there", LinkState.ONLINE, Instant.EPOCH, Optional.empty(),
                    Optional.empty(), OptionalDouble.empty(), 0);
        }

        @Override
        public CompletionStage<byte[]> send(Resource resource, byte[] body, Duration patience) {
            return answers.map(node -> CompletableFuture.completedFuture(node.answer(from, body))).orElseGet(() ->
                    CompletableFuture.failedFuture(new UnavailableException("test.cut", "The link is down.", "", null)));
        }
    }

    @BeforeEach
    void cascade() {
        Node leaf = new Node(LEAF, "c", "shared");
        Node middle = new Node(MIDDLE, "b", "shared");
        top = new Node(TOP, "a");
        middle.below.add(new Wire(LEAF, Optional.of(leaf), MIDDLE));
        top.below.add(new Wire(MIDDLE, Optional.of(middle), TOP));
    }

    private TaskStatusReply ask(Selector... selectors) {
        TaskStatusQuery query = new TaskStatusQuery(OptionalInt.of(7), List.of(selectors));
        TaskStatusReply reply = (TaskStatusReply) codec.decodeReply(query, top.answer(ASKER, codec.encode(query)));
        assertEquals(OptionalInt.of(7), reply.commandIdx());
        return reply;
    }

    private static Map<String, List<String>> tasks(TaskStatusReply reply) {
        return reply.taskStatusSet().stream().collect(Collectors.toMap(DevTaskStatus::deviceId,
                one -> one.taskStatusList().orElseThrow().stream().map(TaskStatus::taskId).toList(), (a, b) -> a, TreeMap::new));
    }

    private static Selector all(String device, boolean below) {
        return new Selector(device, below, Optional.empty());
    }

    @Test
    void tellsTheTasksOfAllLevelsBelow() {
        assertEquals(Map.of(TOP, List.of("a"), MIDDLE, List.of("b", "shared"), LEAF, List.of("c", "shared")), tasks(ask(all(TOP, true))));
        assertEquals(Map.of(TOP, List.of("a")), tasks(ask()));
        assertEquals(Map.of(MIDDLE, List.of("b", "shared")), tasks(ask(all(MIDDLE, false))));
        assertEquals(Map.of(MIDDLE, List.of("b", "shared"), LEAF, List.of("c", "shared")), tasks(ask(all(MIDDLE, true))));
    }

    @Test
    void asksEachNodeForTheTasksThatWereNamedForIt() {
        assertEquals(Map.of(TOP, List.of(), MIDDLE, List.of("shared"), LEAF, List.of("shared")),
                tasks(ask(new Selector(TOP, true, Optional.of(List.of("shared"))))));
        assertEquals(Map.of(TOP, List.of("a"), MIDDLE, List.of("b")),
                tasks(ask(all(TOP, false), new Selector(MIDDLE, false, Optional.of(List.of("b"))))));
    }

    @Test
    void namesWhoDidNotAnswer() {
        top.below.add(new Wire(SILENT, Optional.empty(), TOP));
        TaskStatusReply partial = ask(all(TOP, true));
        assertEquals(3, partial.taskStatusSet().size());
        assertEquals(List.of(new Unanswered(SILENT, "The link is down.")), Unanswered.in(partial.extra()).toList());
        UnavailableException nobody = assertThrows(UnavailableException.class, () -> ask(all(SILENT, false)));
        assertTrue(nobody.getMessage().contains("The link is down."), nobody.getMessage());
    }
}
