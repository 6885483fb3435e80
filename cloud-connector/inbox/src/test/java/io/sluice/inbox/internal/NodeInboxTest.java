package io.sluice.inbox.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.status.Subject;
import io.sluice.api.task.PartStore;
import io.sluice.support.status.StatusReports;
import io.sluice.support.testing.TestFramework;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results that come, several at a time and again, and their parts. */
class NodeInboxTest {

    private static final String OTHER = "11000000001190000003";

    @TempDir
    Path folder;

    private TestFramework framework;
    private StatusReports statuses;
    private NodeInbox inbox;
    private Reading reading;
    private ExecutorService pool;
    private final List<Long> told = new CopyOnWriteArrayList<>();
    private final SlowParts parts = new SlowParts();

    /** Fetches only from those who are there. */
    private static final class SlowParts implements PartStore {

        final List<String> fetched = new CopyOnWriteArrayList<>();
        volatile String away = "";

        @Override
        public TaskResultBody detach(TaskResultBody result) {
            return result;
        }

        @Override
        public TaskResultBody attach(String sender, TaskResultBody result) {
            if (sender.equals(away)) {
                throw new UnavailableException("test", "away", "", null);
            }
            fetched.add(sender + " " + result.taskId() + " " + result.ts());
            return Results.picture(result.taskId(), result.ts(), new byte[77]);
        }
    }

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of());
        statuses = new StatusReports(framework.context());
        pool = Executors.newCachedThreadPool();
        open();
    }

    private void open() throws Exception {
        Journal journal = new Journal(folder, 1 << 20);
        inbox = new NodeInbox(journal, statuses, Clock.systemUTC(), new Bounds(1000, 1 << 20, Duration.ofDays(7), 1 << 20),
                came -> told.add(came.result().ts()));
        reading = new Reading(journal, () -> Optional.of(parts));
    }

    @AfterEach
    void stop() throws Exception {
        inbox.close();
        pool.shutdownNow();
        statuses.close();
        framework.close();
    }

    @Test
    void takesFromManyAtATimeEachOnce() throws Exception {
        List<CompletableFuture<Void>> taking = new ArrayList<>();
        for (int thread = 0; thread < 16; thread++) {
            int offset = thread / 2;
            taking.add(CompletableFuture.runAsync(() -> {
                for (int number = 0; number < 50; number++) {
                    inbox.take(Results.SENDER, offset + "/" + number, Results.of("task " + offset, number));
                }
            }, pool));
        }
        CompletableFuture.allOf(taking.toArray(CompletableFuture[]::new)).join();
        assertEquals(400, inbox.journal().results());
        assertEquals(400, told.size());
        inbox.close();
        open();
        inbox.take(Results.SENDER, "3/3", Results.of("task 3", 3));
        assertEquals(400, inbox.journal().results(), "the answer to it was lost in the restart");
        for (int task = 0; task < 8; task++) {
            List<Long> times = inbox.journal().after(0, Optional.of("task " + task), 100).stream()
                    .map(id -> reading.require(id).result().ts()).toList();
            assertEquals(times.stream().sorted().toList(), times);
        }
    }

    @Test
    void takesNothingOnceItStops() throws Exception {
        inbox.close();
        assertThrows(UnavailableException.class, () -> inbox.take(Results.SENDER, "a", Results.of("task", 1)));
        open();
        assertEquals(0, inbox.journal().results());
    }

    @Test
    void givesUpTheOldestOfTooManyAndSaysSo() throws Exception {
        byte[] picture = new byte[100_000];
        for (int number = 0; number < 30; number++) {
            inbox.take(Results.SENDER, "key " + number, Results.picture("task", number, picture));
        }
        await("some went", () -> inbox.givenUp() > 0
                && statuses.of(new Subject(Subject.STORE, "inbox")).orElseThrow().code().equals("inbox.pruned"));
        assertEquals(30, inbox.journal().results() + inbox.givenUp());
    }

    @Test
    void readsPartsThatAreThereAndFetchesThoseThatAreNot() throws Exception {
        byte[] picture = {1, 2, 3};
        inbox.take(Results.SENDER, "a", Results.picture("task", 1, picture));
        inbox.take(Results.SENDER, "b", Results.referring("task", 2));
        assertArrayEquals(picture, reading.part(1, 0).stream().readAllBytes());
        assertEquals(List.of(), parts.fetched);
        assertEquals(77, reading.part(2, 0).length());
        assertEquals(List.of(Results.SENDER + " task 2"), parts.fetched);
        assertThrows(NotFoundException.class, () -> reading.part(2, 1));
        assertThrows(NotFoundException.class, () -> reading.part(3, 0));
        parts.away = Results.SENDER;
        assertThrows(UnavailableException.class, () -> reading.part(2, 0));
    }

    @Test
    void fetchesAtOnceWhereItIsToldAndNobodyKeepsOthersWaiting() throws Exception {
        parts.away = Results.SENDER;
        inbox.take(Results.SENDER, "a", Results.referring("first", 1));
        inbox.take(OTHER, "b", Results.referring("second", 2));
        try (Prefetch prefetch = new Prefetch(folder, reading)) {
            await("the other's is there", () -> parts.fetched.equals(List.of(OTHER + " second 2")));
            parts.away = "";
            prefetch.came();
            await("the first is there", () -> parts.fetched.contains(Results.SENDER + " first 1"));
        }
    }

    @Test
    void goesOnFetchingWhereItWas() throws Exception {
        inbox.take(Results.SENDER, "a", Results.referring("task", 1));
        try (Prefetch prefetch = new Prefetch(folder, reading)) {
            await("it is noted", () -> folder.resolve("fetched").toFile().length() > 0);
        }
        inbox.take(Results.SENDER, "b", Results.referring("task", 2));
        try (Prefetch again = new Prefetch(folder, reading)) {
            await("both are there", () -> parts.fetched.size() == 2);
        }
        assertEquals(List.of(Results.SENDER + " task 1", Results.SENDER + " task 2"), parts.fetched);
    }

    @Test
    void remembersTheLatestOfEachTaskOfThisNode() {
        Recent recent = new Recent(5000);
        for (int number = 1; number <= 5; number++) {
            recent.made(Results.of("busy", number));
        }
        Recent.Summary busy = recent.tasks().get(0);
        assertEquals(5, busy.results());
        assertEquals(List.of(5L, 4L, 3L), busy.latest().stream().map(result -> result.body().ts()).toList());
        assertEquals(3, recent.find(3).orElseThrow().ts());
        recent.made(Results.picture("large", 9, new byte[4000]));
        assertEquals(List.of("large"), recent.tasks().stream().map(Recent.Summary::task).toList(), "bounded in bytes");
    }
}
