package io.sluice.runner.features.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import io.sluice.api.message.TaskResultBody.Data;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskRun;
import io.sluice.runner.features.internal.library.Candidate;
import io.sluice.runner.features.internal.library.EntryFilter;
import io.sluice.runner.features.internal.library.FeatureLibraries;
import io.sluice.runner.features.internal.library.LibraryEntry;
import io.sluice.runner.features.internal.library.LibrarySpec;
import io.sluice.runner.features.internal.library.LibraryWatch;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchRunnerTest {

    private static final Instant SEEN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final FakeContext context = new FakeContext();
    private FeatureLibraries libraries;
    private SearchRunner runner;

    @BeforeEach
    void open() {
        libraries = new FeatureLibraries(folder, Clock.systemUTC(), LibraryWatch.NONE);
        runner = new SearchRunner(libraries, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        libraries.close();
    }

    @Test
    void whatOneTaskGathersAnotherFinds() {
        TaskRun gathering = start(Tasks.afterLook(9, mode("GATHER").put("MostEntries", 50).build()));
        gathering.take(Tasks.look("look/0/1", new float[] {1, 0, 0}, new float[] {0, 1, 0}));
        gathering.take(Tasks.look("look/0/2", new float[] {0, 0, 1}));
        gathering.take(Tasks.look("look/0/3"));
        assertEquals(new LibrarySpec("persons", 3, 50, 0), libraries.require("persons").spec());
        List<Candidate> stored = libraries.require("persons").list(EntryFilter.ALL, 10);
        assertEquals(3, stored.size());
        Candidate one = stored.get(0);
        assertEquals(Tasks.DEVICE, one.device());
        assertEquals(SEEN, one.time());
        assertEquals(Map.of("TaskID", "look", "Kind", "Detection", "TrackID", "7"), one.attributes());
        assertEquals(0, context.emitted.size());

        TaskRun search = start(Tasks.afterLook(9, mode("SEARCH").put("TopK", 1).put("LeastScore", JsonValue.of(0.9)).build()));
        search.take(Tasks.look("look/0/9", new float[] {0.1f, 1, 0}, new float[] {-1, 0, 0}));
        Data told = context.emitted.values().iterator().next();
        assertEquals(2, told.analysisResult().orElseThrow().size(), "an answer for each vector, and none for what has none");
        AnalysisResult match = told.analysisResult().get().get(0);
        JsonObject data = match.resultData().orElseThrow();
        assertEquals(OptionalInt.of(AnalysisResult.PERSON), match.type());
        assertEquals(Optional.of("Match"), data.text("Kind"));
        assertEquals(Optional.of("person"), ((JsonObject) data.get("Of").orElseThrow()).text("Label"));
        JsonObject candidate = (JsonObject) candidates(match).get(0);
        assertEquals(1 / Math.sqrt(1.01), ((JsonNumber) candidate.get("Score").orElseThrow()).toDouble(), 1e-5);
        assertEquals(Optional.of("person"), candidate.text("Label"));
        assertEquals(List.of(), candidates(told.analysisResult().get().get(1)), "nothing is as similar");
        assertTrue(told.extra().get("Picture").isPresent());
    }

    @Test
    void whatComesAgainIsStoredAndToldOnce() {
        TaskRun gathering = start(Tasks.afterLook(9, mode("GATHER").build()));
        for (int time = 0; time < 3; time++) {
            gathering.take(Tasks.look("look/0/1", new float[] {1, 0}));
        }
        assertEquals(1, libraries.require("persons").info().entries());
        TaskRun search = start(Tasks.afterLook(9, mode("SEARCH").build()));
        search.take(Tasks.look("look/0/7", new float[] {1, 0}));
        gathering.take(Tasks.look("look/0/2", new float[] {1, 0.1f}));
        search.take(Tasks.look("look/0/7", new float[] {1, 0}));
        assertEquals(1, context.emitted.size());
        assertEquals(1, candidates(context.emitted.values().iterator().next().analysisResult().orElseThrow().get(0)).size(),
                "the first answer stands");
    }

    @Test
    void encodedVectorsAreGatheredAsWell() {
        FakeContext encoded = new FakeContext();
        new CodingRunner().start(Tasks.afterLook(4, JsonObject.builder().put("Mode", "ENCODE").build()), encoded)
                .take(Tasks.look("k", new float[] {3, 4}));
        start(Tasks.afterLook(9, mode("GATHER").build())).take(Tasks.result("e", encoded.emitted.values().iterator().next()));
        assertEquals(2, libraries.require("persons").spec().dimension());
        assertEquals(1, libraries.require("persons").info().entries());
    }

    @Test
    void vectorsOfTheArgumentsAreGatheredAndSearched() throws Exception {
        TaskDispatchInfo gather = Tasks.on(9, Optional.empty(), List.of(), mode("GATHER").put("Features", new JsonArray(List.of(
                FeatureInfos.plain(JsonObject.builder().put("ID", "ann").put("Label", "Ann").put("DeviceID", "gate")
                        .put("TakenMicros", 1_000_000).put("Attributes", JsonObject.builder().put("Card", 17).build()).build(),
                        new float[] {1, 0}),
                FeatureInfos.plain(JsonObject.EMPTY, new float[] {0, 1})))).build());
        runner.start(gather, context);
        assertEquals("finished at 100", context.awaitEnd());
        List<Candidate> stored = libraries.require("persons").list(EntryFilter.ALL, 10);
        assertEquals(List.of("t-1", "ann"), stored.stream().map(Candidate::id).toList());
        assertEquals(new Candidate("ann", 0, "Ann", "gate", Instant.ofEpochSecond(1), Map.of("Card", "17")), stored.get(1));
        FakeContext found = new FakeContext();
        runner.start(Tasks.withFeatures(9, mode("SEARCH").put("TopK", 1), new float[] {1, 0.1f}, new float[] {0.1f, 1}), found);
        assertEquals("finished at 100", found.awaitEnd());
        assertEquals(List.of("given-0", "given-1"), List.copyOf(found.emitted.keySet()));
        assertTrue(found.emitted.get("given-0").toString().contains("Ann"));
    }

    @Test
    void filtersOfTheArgumentsHold() {
        Instant now = Instant.now();
        libraries.create(new LibrarySpec("persons", 2, 100, 0)).store(List.of(
                new LibraryEntry("old", "Ann", "gate", now.minusSeconds(1000), Map.of(), new float[] {1, 0}),
                new LibraryEntry("other", "Bo", "gate", now, Map.of(), new float[] {1, 0}),
                new LibraryEntry("yard", "Ann", "yard", now, Map.of(), new float[] {1, 0}),
                new LibraryEntry("right", "Ann", "gate", now, Map.of(), new float[] {1, 0})));
        TaskRun run = start(Tasks.afterLook(9, mode("SEARCH").put("Labels", new JsonArray(List.of(JsonValue.of("Ann"))))
                .put("DeviceID", "gate").put("WithinSeconds", 500).build()));
        run.take(Tasks.look("k", new float[] {1, 0}));
        List<JsonValue> found = candidates(context.emitted.values().iterator().next().analysisResult().orElseThrow().get(0));
        assertEquals(1, found.size());
        assertEquals(Optional.of("right"), ((JsonObject) found.get(0)).text("ID"));
    }

    @Test
    void onlyTheLabelsAskedForAreGathered() {
        start(Tasks.afterLook(9, mode("GATHER").put("Dimension", 2).put("Labels", new JsonArray(List.of(JsonValue.of("car")))).build()))
                .take(Tasks.look("k", new float[] {1, 0}));
        assertEquals(0, libraries.require("persons").info().entries(), "the library is there, and has no person");
    }

    @Test
    void whatCannotBeStoredIsRefusedWhole() {
        libraries.create(new LibrarySpec("persons", 3, 100, 0));
        TaskRun run = start(Tasks.afterLook(9, mode("GATHER").build()));
        assertEquals("feature.vector.dimension", assertThrows(InvalidInputException.class,
                () -> run.take(Tasks.look("k", new float[] {1, 0, 0}, new float[] {1, 0}))).code());
        assertEquals(0, libraries.require("persons").info().entries());
        run.pause();
        assertThrows(UnavailableException.class, () -> run.take(Tasks.look("k", new float[] {1, 0, 0})));
        TaskRun search = start(Tasks.afterLook(9, mode("SEARCH").build()));
        libraries.remove("persons");
        assertThrows(NotFoundException.class, () -> search.take(Tasks.look("k", new float[] {1, 0, 0})));
    }

    @Test
    void aLibraryThatIsNotThereIsRefusedByCode60ForASearchOnly() {
        Obstacle found = runner.check(Tasks.afterLook(9, mode("SEARCH").build())).get(0);
        assertEquals(60, found.exceptionCode());
        assertEquals("feature.library.unknown", found.code());
        assertEquals(List.of(), runner.check(Tasks.afterLook(9, mode("GATHER").build())));
    }

    @ParameterizedTest
    @CsvSource({"TopK,0", "TopK,1.5", "LeastScore,2", "WithinSeconds,-1", "Dimension,5", "Speed,1"})
    void wrongArgumentsAreNamed(String name, String value) {
        libraries.create(new LibrarySpec("persons", 3, 100, 0));
        Obstacle found = runner.check(Tasks.afterLook(9, mode("SEARCH").put(name, new JsonNumber(value)).build())).get(0);
        assertEquals(10, found.exceptionCode());
        assertTrue(found.message().contains("'" + name + "'"), found.message());
        JsonObject outside = JsonObject.builder().put("Mode", "GATHER").put("Library", "../x").build();
        assertEquals("feature.library.name", runner.check(Tasks.afterLook(9, outside)).get(0).code());
    }

    private TaskRun start(TaskDispatchInfo task) {
        assertEquals(List.of(), runner.check(task));
        return runner.start(task, context);
    }

    private static JsonObject.Builder mode(String mode) {
        return JsonObject.builder().put("Mode", mode).put("Library", "persons");
    }

    private static List<JsonValue> candidates(AnalysisResult match) {
        return ((JsonArray) match.resultData().orElseThrow().get("Candidates").orElseThrow()).values();
    }
}
