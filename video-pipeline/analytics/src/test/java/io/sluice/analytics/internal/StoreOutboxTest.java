package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxcpu.internal.FakeBundleContext;
import io.sluice.api.frame.FrameStamp;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Crossing;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreOutboxTest {

    private final FakeBundleContext framework = new FakeBundleContext();
    private final FakeStore store = new FakeStore();
    private final StoreOutbox outbox = new StoreOutbox(framework.context(), 20);

    @AfterEach
    void deactivate() {
        outbox.deactivate();
    }

    @Test
    void storesInOrder() {
        outbox.setStore(store);
        put(0, 10);
        awaitStored(10);
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), sequences());
        awaitStatus("analysis.results.stored");
    }

    @Test
    void keepsResultsUntilThereIsAStore() {
        put(0, 5);
        assertEquals(0, store.results().size());
        outbox.setStore(store);
        awaitStored(5);
    }

    @Test
    void repeatsWhatTheStoreRefused() {
        store.failing(true);
        outbox.setStore(store);
        put(0, 5);
        Await.until(() -> store.attempts() > 0, () -> "the store was not asked");
        put(5, 10);
        store.failing(false);
        awaitStored(10);
        assertEquals(10, sequences().stream().distinct().count());
    }

    @Test
    void outlastsTheUpdateOfTheStore() {
        outbox.setStore(store);
        put(0, 5);
        awaitStored(5);
        outbox.unsetStore(store);
        put(5, 10);
        FakeStore next = new FakeStore();
        outbox.setStore(next);
        Await.until(() -> next.results().size() == 5, () -> next.results().size() + " results");
        outbox.unsetStore(store);
        put(10, 12);
        Await.until(() -> next.results().size() == 7, () -> "the store that went took the new one with it");
    }

    @Test
    void whenFullItDropsTheOldestWithoutCrossingsAndTellsHowMany() {
        outbox.put(result(1000, true));
        put(0, 25);
        outbox.setStore(store);
        awaitStored(20);
        assertEquals(1000, sequences().get(0));
        assertEquals(6, sequences().get(1));
        Status status = awaitStatus("analysis.results.missed");
        assertEquals("6", status.details().get("lost"));
    }

    @Test
    void storesTheRestBeforeItGoes() {
        store.failing(true);
        outbox.setStore(store);
        put(0, 15);
        Await.until(() -> store.attempts() > 0, () -> "the store was not asked");
        store.failing(false);
        outbox.deactivate();
        assertEquals(15, store.results().size());
        assertTrue(framework.services(StatusSource.class).isEmpty());
    }

    @Test
    void goesWithoutAStore() {
        put(0, 3);
        outbox.deactivate();
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("analysis-outbox")));
    }

    private void put(int from, int to) {
        for (int sequence = from; sequence < to; sequence++) {
            outbox.put(result(sequence, false));
        }
    }

    private static AnalysisResult result(long sequence, boolean crossing) {
        FrameStamp frame = new FrameStamp("gate", sequence, sequence * 3000, Instant.EPOCH);
        List<Crossing> crossings =
                crossing ? List.of(new Crossing(Crossing.Kind.ENTER, "zone", 1, "thing")) : List.of();
        return new AnalysisResult(frame, "finder", "1", List.of(), crossings, List.of());
    }

    private List<Long> sequences() {
        return store.results().stream().map(result -> result.frame().sequence()).toList();
    }

    private void awaitStored(int count) {
        Await.until(() -> store.results().size() >= count, () -> store.results().size() + " results");
        assertEquals(count, store.results().size());
    }

    private Status awaitStatus(String code) {
        Await.until(() -> status().map(status -> status.code().equals(code)).orElse(false), () -> "status " + status());
        return status().orElseThrow();
    }

    private Optional<Status> status() {
        return framework.services(StatusSource.class).stream()
                .flatMap(source -> source.statuses().stream())
                .findFirst();
    }
}
