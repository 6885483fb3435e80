package io.sluice.compression.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.UnavailableException;
import io.sluice.compression.internal.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobQueueTest {

    private static final String KIND = "compression";
    private static final JsonNode REQUEST = JsonNodeFactory.instance.objectNode().put("algorithm", "gate");

    @TempDir
    Path folder;

    private final CountDownLatch gate = new CountDownLatch(1);
    private JobQueue queue;

    @BeforeEach
    void open() {
        queue = new JobQueue(folder, 3, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void oneRunsAndTheNextWaits() {
        Job first = queue.add(KIND, REQUEST, this::waiting);
        Job second = queue.add(KIND, REQUEST, job -> REQUEST);
        Await.until("the first runs", () -> first.state() == State.RUNNING);
        assertEquals(State.WAITING, second.state());
        gate.countDown();
        Await.until("both have ended", () -> second.state() == State.DONE && first.state() == State.DONE);
        assertEquals(REQUEST, second.document().path("result"));
        assertEquals(2, queue.list(KIND).size());
        assertTrue(queue.list("cut").isEmpty());
    }

    @Test
    void whatWaitsOrRunsIsCancelledAndWhatHasEndedIsForgotten() {
        Job first = queue.add(KIND, REQUEST, this::waiting);
        Job second = queue.add(KIND, REQUEST, job -> REQUEST);
        Await.until("the first runs", () -> first.state() == State.RUNNING);
        queue.remove(KIND, second.id());
        assertEquals(State.CANCELLED, second.state());
        queue.remove(KIND, first.id());
        Await.until("the first has ended", () -> first.state() == State.CANCELLED);
        Job third = queue.add(KIND, REQUEST, job -> REQUEST);
        Await.until("the next runs undisturbed", () -> third.state() == State.DONE);
        queue.remove(KIND, third.id());
        assertThrows(NotFoundException.class, () -> queue.find(KIND, third.id()));
        assertThrows(NotFoundException.class, () -> queue.find("cut", first.id()));
    }

    @Test
    void aStopInterruptsAndIsToldAfterwards() {
        Job running = queue.add(KIND, REQUEST, this::waiting);
        Job waits = queue.add(KIND, REQUEST, job -> REQUEST);
        Await.until("it runs", () -> running.state() == State.RUNNING);
        queue.close();
        JobQueue next = new JobQueue(folder, 3, Clock.systemUTC());
        for (Job job : new Job[] {running, waits}) {
            Job found = next.find(KIND, job.id());
            assertEquals(State.INTERRUPTED, found.state());
            assertEquals("compression.job.interrupted", found.document().path("problem").path("code").asText());
            assertEquals(REQUEST, found.request());
        }
        next.close();
    }

    @Test
    void aGatewayThatWasKilledTellsTheSame() throws Exception {
        Job running = queue.add(KIND, REQUEST, this::waiting);
        Await.until("its file says that it runs", () -> read(running).contains("RUNNING"));
        Path killed = Files.createDirectory(folder.resolve("killed"));
        Files.copy(folder.resolve(running.id() + ".json"), killed.resolve(running.id() + ".json"));
        Files.writeString(killed.resolve("damaged.json"), "{\"id\": ");
        try (JobQueue next = new JobQueue(killed, 3, Clock.systemUTC())) {
            assertEquals(State.INTERRUPTED, next.find(KIND, running.id()).state());
            assertEquals(1, next.list(KIND).size());
        }
    }

    @Test
    void failuresAreToldAndTheQueueGoesOn() {
        Job unfit = queue.add(KIND, REQUEST, job -> {
            throw new UnavailableException("compression.part.away", "Away.", "Wait.", null);
        });
        Job broken = queue.add(KIND, REQUEST, job -> {
            throw new IllegalStateException("a fault of ours");
        });
        Job missed = queue.add(KIND, REQUEST, job -> {
            throw new BoundMissed("97 of 100");
        });
        Await.until("all have ended", () -> missed.state().ended());
        assertEquals("compression.part.away", code(unfit));
        assertEquals("internal", code(broken));
        assertEquals(State.REFUSED, missed.state());
        assertEquals("97 of 100", missed.document().path("problem").path("message").asText());
    }

    @Test
    void noMoreWaitThanItTakesAndNoMoreAreKeptThanItMay() {
        for (int index = 0; index < 8; index++) {
            queue.add(KIND, REQUEST, this::waiting);
        }
        assertEquals("compression.queue.full",
                assertThrows(UnavailableException.class, () -> queue.add(KIND, REQUEST, job -> REQUEST)).code());
        gate.countDown();
        Await.until("all have ended", () -> queue.list(KIND).stream().allMatch(job -> job.state().ended()));
        queue.add(KIND, REQUEST, job -> REQUEST);
        assertEquals(4, queue.list(KIND).size(), "three that have ended, and the new one");
    }

    private JsonNode waiting(Job job) throws InterruptedException {
        gate.await();
        return REQUEST;
    }

    private String read(Job job) {
        try {
            return Files.readString(folder.resolve(job.id() + ".json"));
        } catch (java.io.IOException notYet) {
            return "";
        }
    }

    private static String code(Job job) {
        return job.document().path("problem").path("code").asText();
    }
}
