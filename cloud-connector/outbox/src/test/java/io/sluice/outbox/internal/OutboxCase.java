package io.sluice.outbox.internal;

import static io.sluice.support.testing.TestFramework.await;

import io.sluice.api.link.Resource;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.api.task.Letter;
import io.sluice.support.status.StatusReports;
import io.sluice.support.testing.TestFramework;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An outbox with one link, whose other end the test plays. */
abstract class OutboxCase {

    static final String OWN = "11000000001190000001";
    static final String UPPER = "11000000001190000002";

    @TempDir
    Path folder;

    TestFramework framework;
    StatusReports statuses;
    ExecutorService pool;
    Routes routes;
    NodeOutbox outbox;
    final ScriptedLink link = new ScriptedLink();
    Duration pause = Duration.ofMillis(10);

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of());
        statuses = new StatusReports(framework.context());
        pool = Executors.newCachedThreadPool();
        link.noBatch = Optional.of("{\"StatusCode\":\"1\",\"Message\":\"There is no such interface.\"}".getBytes(StandardCharsets.UTF_8));
        open();
    }

    void open() {
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

    void emptied() throws Exception {
        await("nothing waits", () -> {
            outbox.wake();
            return outbox.waiting().get(0).letters() == 0;
        });
    }

    static Letter letter(String destination, String text) {
        return letter(destination, text, text);
    }

    static Letter letter(String destination, String key, String text) {
        return new Letter(destination, Resource.COMMAND, key, Instant.now(), text.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> numbers(int from, int to) {
        List<String> texts = new ArrayList<>();
        for (int number = from; number < to; number++) {
            texts.add("letter " + number);
        }
        return texts;
    }

    void put(int from, int to) {
        numbers(from, to).forEach(text -> outbox.put(List.of(letter(UPPER, text))));
    }


    static boolean endsWith(List<String> all, List<String> end) {
        return all.size() >= end.size() && all.subList(all.size() - end.size(), all.size()).equals(end);
    }

    Status status(String destination) {
        return statuses.of(new Subject("outbox", destination)).orElseGet(() -> new Status(new Subject("outbox", destination),
                Health.UNKNOWN, "none", "", "", Map.of(), Instant.now()));
    }

    static Letter state(String text) {
        return new Letter(UPPER, Resource.TASK_STATUS, text, Instant.now(), text.getBytes(StandardCharsets.UTF_8));
    }
}
