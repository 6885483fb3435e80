package io.sluice.results.internal;

import static io.sluice.results.internal.ResultFixture.ALL;
import static io.sluice.results.internal.ResultFixture.START;
import static io.sluice.results.internal.ResultFixture.crossing;
import static io.sluice.results.internal.ResultFixture.measurement;
import static io.sluice.results.internal.ResultFixture.result;
import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.frame.FrameStamp;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Detection;
import io.sluice.api.result.ResultQuery;
import io.sluice.api.result.StoredResult;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.support.testing.TestFramework;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableResultsTest {

    @TempDir
    Path folder;

    private final List<StoredResult> told = new CopyOnWriteArrayList<>();
    private TestFramework framework;
    private FlakySource source;
    private DataSource database;
    private DurableResults store;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of());
        source = new FlakySource(folder.resolve("results"));
        database = source.source();
        store = open(0, 0);
    }

    @AfterEach
    void stop() throws Exception {
        store.stop();
        framework.close();
    }

    @Test
    void returnsWhatItStored() {
        List<AnalysisResult> results = List.of(result("a", 0, "person", "car"), crossing("b", 1), result("a", 2),
                measurement("a", 3));
        store.append(results);
        assertEquals(results, store.find(ALL).stream().map(StoredResult::result).toList());
    }

    @Test
    void keepsVectorsOfAReasonableLengthOverARestart() throws Exception {
        store.append(List.of(ResultFixture.embedding("a", 1, Vectors.MOST_VALUES), result("a", 2, "person"),
                ResultFixture.embedding("a", 3, Vectors.MOST_VALUES + 1)));
        store.stop();
        store = open(0, 0);
        List<Detection> kept = store.find(ALL).stream().flatMap(one -> one.result().detections().stream()).toList();
        assertEquals(ResultFixture.embedding("a", 1, Vectors.MOST_VALUES).detections(), kept.subList(0, 3));
        assertTrue(kept.get(3).embedding().isEmpty());
        assertEquals(3, kept.get(5).embedding().orElseThrow().length());
        assertTrue(kept.get(6).embedding().isEmpty(), "one that is too long is not kept, and the detection is");
    }

    @Test
    void storesAPictureOnce() throws Exception {
        AnalysisResult first = result("a", 0, "person");
        store.append(List.of(first, first));
        store.append(List.of(first, result("a", 1)));
        store.append(List.of(result("b", 0)));
        assertEquals(3, store.find(ALL).size());
        await("listener told", () -> told.size() == 3);
        assertEquals(store.find(ALL).stream().map(StoredResult::id).sorted().toList(),
                told.stream().map(StoredResult::id).toList());
    }

    @Test
    void keepsResultsAndIdsOverARestart() throws Exception {
        store.append(List.of(result("a", 0), result("a", 1)));
        long last = store.find(ALL).get(1).id();
        store.stop();
        store = open(0, 0);
        store.append(List.of(result("a", 2)));
        List<StoredResult> after = store.find(ResultFixture.after(last, 10));
        assertEquals(List.of(result("a", 2)), after.stream().map(StoredResult::result).toList());
    }

    @Test
    void keepsTwoPicturesOfOneSequenceApart() {
        // As after a restart of the gateway, when sequences begin anew.
        AnalysisResult before = result("a", 0);
        AnalysisResult after = result("a", 1000);
        var frame = new FrameStamp(
                "a", before.frame().sequence(), after.frame().mediaTime(), after.frame().wallClock());
        store.append(List.of(before));
        store.append(List.of(new AnalysisResult(frame, "model", "1.0", List.of(), List.of(), List.of())));
        assertEquals(2, store.find(ALL).size());
    }

    @Test
    void findsByEveryCondition() {
        List<AnalysisResult> results = new ArrayList<>();
        for (int second = 0; second < 100; second++) {
            String camera = second % 2 == 0 ? "even" : "odd";
            results.add(second % 10 == 3 ? crossing(camera, second) : result(camera, second, "car", "car"));
        }
        store.append(results);
        assertEquals(50, store.find(ResultFixture.camera("odd")).size());
        assertEquals(List.of(3L, 13L, 23L), seconds(query("odd", "person", 0, 30, false, false)));
        assertEquals(List.of(23L, 13L, 3L), seconds(query("odd", "person", 0, 30, false, true)));
        assertEquals(List.of(93L, 83L), seconds(query("", "", 80, 100, true, true)));
        assertEquals(List.of(), seconds(query("even", "person", 0, 100, false, false)));
        assertEquals(List.of(4L, 6L), seconds(query("even", "car", 4, 8, false, false)));
        assertEquals(10, store.find(query("", "person", 0, 100, true, false)).size());
        assertEquals(List.of(), seconds(query("", "car", 0, 100, true, false)));
        ResultQuery following = new ResultQuery(
                Optional.of("odd"), Optional.of("person"), Optional.empty(), Optional.empty(),
                OptionalLong.of(store.find(ALL).get(20).id()), true, false, 3);
        assertEquals(List.of(23L, 33L, 43L), seconds(following));
    }

    @Test
    void pagesByIdHoweverTheTimesLie() {
        store.append(List.of(result("a", 50), result("a", 40), result("a", 60), result("a", 10)));
        List<Long> seen = new ArrayList<>();
        long last = 0;
        for (List<StoredResult> page = store.find(ResultFixture.after(last, 3)); !page.isEmpty();
                page = store.find(ResultFixture.after(last, 3))) {
            page.forEach(stored -> seen.add(second(stored)));
            last = page.get(page.size() - 1).id();
        }
        assertEquals(List.of(50L, 40L, 60L, 10L), seen);
        assertEquals(List.of(10L, 40L, 50L, 60L), seconds(ALL));
    }

    @Test
    void deletesBeyondTheNumberButNeverReusesIds() throws Exception {
        store.append(List.of(result("a", 0, "x"), crossing("a", 1), result("a", 2, "y"), result("a", 3)));
        long last = store.find(ALL).get(3).id();
        store.stop();
        store = open(0, 2);
        await("oldest deleted", () -> seconds(ALL).equals(List.of(2L, 3L)));
        assertEquals(List.of(), seconds(query("", "x", 0, 100, false, false)));
        assertEquals(List.of(), seconds(query("", "", 0, 100, true, false)));
        store.stop();
        store = open(1, 0);
        await("all are too old", () -> store.find(ALL).isEmpty());
        store.append(List.of(result("a", 4)));
        assertEquals(last + 1, store.find(ALL).get(0).id());
    }

    @Test
    void saysThatTheDatabaseIsAwayAndRecovers() throws Exception {
        assertEquals("results.ready", status().code());
        source.broken = true;
        UnavailableException error =
                assertThrows(UnavailableException.class, () -> store.append(List.of(result("a", 0))));
        assertEquals("results.database.failed", error.code());
        assertEquals("results.database.failed", status().code());
        assertThrows(UnavailableException.class, () -> store.find(ALL));
        source.broken = false;
        store.append(List.of(result("a", 0)));
        assertEquals("results.ready", status().code());
        assertEquals(1, store.find(ALL).size());

        store.unbindDatabase(database);
        assertThrows(UnavailableException.class, () -> store.append(List.of(result("a", 1))));
        assertEquals("results.database.absent", status().code());
        store.bindDatabase(database);
        store.append(List.of(result("a", 1)));
        assertEquals(2, store.find(ALL).size());
    }

    @Test
    void storesNothingOfAFailedTransaction() {
        source.failingCommits = true;
        assertThrows(UnavailableException.class, () -> store.append(List.of(result("a", 0, "x"), result("a", 1))));
        source.failingCommits = false;
        assertEquals(List.of(), store.find(ALL));
        assertEquals(List.of(), told);
    }

    @Test
    void refusesWhatNoTableTakesBeforeItHoldsUpOthers() {
        AnalysisResult good = result("a", 0);
        assertThrows(InvalidInputException.class, () -> store.append(List.of(good, result("a", 1, "x".repeat(201)))));
        assertThrows(InvalidInputException.class, () -> store.append(List.of(result("a", 1, "nul\0"))));
        assertEquals(List.of(), store.find(ALL));
    }

    @Test
    void takesManyCallersAtOnceAndTellsInOrder() throws Exception {
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            String camera = "c" + caller;
            callers.add(CompletableFuture.runAsync(() -> {
                for (int second = 0; second < 25; second++) {
                    store.append(List.of(result(camera, second, "person")));
                }
            }));
        }
        callers.forEach(CompletableFuture::join);
        await("all told", () -> told.size() == 200);
        List<Long> ids = told.stream().map(StoredResult::id).toList();
        assertEquals(ids.stream().sorted().distinct().toList(), ids);
        assertEquals(200, store.find(ALL).size());
    }

    @Test
    void refusesAfterItsEnd() throws Exception {
        store.stop();
        assertThrows(UnavailableException.class, () -> store.append(List.of(result("a", 0))));
        assertTrue(Thread.getAllStackTraces().keySet().stream().map(Thread::getName).noneMatch("results"::equals));
        store = open(0, 0);
    }

    private DurableResults open(int hours, long results) {
        DurableResults opened = new DurableResults(framework.context(), config(hours, results));
        opened.bindDatabase(database);
        opened.bindListener(told::addAll);
        opened.start();
        return opened;
    }

    private Status status() {
        var reference = framework.context().getServiceReference(StatusSource.class);
        return framework.context().getService(reference).statuses().iterator().next();
    }

    private List<Long> seconds(ResultQuery query) {
        return store.find(query).stream().map(DurableResultsTest::second).toList();
    }

    private static long second(StoredResult stored) {
        return stored.result().frame().mediaTime() / 90_000;
    }

    private static ResultQuery query(
            String camera, String label, long from, long to, boolean crossings, boolean newestFirst) {
        return new ResultQuery(
                Optional.of(camera).filter(text -> !text.isEmpty()), Optional.of(label).filter(text -> !text.isEmpty()),
                Optional.of(START.plusSeconds(from)), Optional.of(START.plusSeconds(to)), OptionalLong.empty(),
                crossings, newestFirst, 100);
    }

    private static ResultsConfig config(int hours, long results) {
        return new ResultsConfig() {
            @Override
            public Class<? extends Annotation> annotationType() {
                return ResultsConfig.class;
            }

            @Override
            public int max_age_hours() {
                return hours;
            }

            @Override
            public long max_results() {
                return results;
            }
        };
    }
}
