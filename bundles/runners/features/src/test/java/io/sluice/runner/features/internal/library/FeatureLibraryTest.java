package io.sluice.runner.features.internal.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureLibraryTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    private Path folder;

    private final MovedClock clock = new MovedClock();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final LibraryWatch watch = new LibraryWatch() {
        @Override
        public void usable(String library) {
            told.add(library + " usable");
        }

        @Override
        public void unusable(String library, String reason) {
            told.add(library + " unusable");
        }

        @Override
        public void gone(String library) {
            told.add(library + " gone");
        }
    };
    private FeatureLibraries libraries;
    private FeatureLibrary persons;

    @BeforeEach
    void open() {
        libraries = new FeatureLibraries(folder, clock, watch);
        persons = libraries.create(new LibrarySpec("persons", 3, 10, 7));
    }

    @AfterEach
    void close() {
        libraries.close();
    }

    @Test
    void theMostSimilarComeFirstWithTheirCosineAndAllThatIsKnown() {
        persons.store(List.of(Vectors.entry("a", "Ann", 1, 0, 0), Vectors.entry("b", "Bo", 0, 2, 0), Vectors.entry("c", "Cy", -5, 0, 0)));
        List<Candidate> found = search(new float[] {3, 1, 0}, 2, -1);
        assertEquals(List.of("a", "b"), ids(found));
        assertEquals(3 / Math.sqrt(10), found.get(0).score(), 1e-6);
        assertEquals(1 / Math.sqrt(10), found.get(1).score(), 1e-6);
        Candidate ann = search(new float[] {1, 0, 0}, 10, 0.9).get(0);
        assertEquals(new Candidate("a", ann.score(), "Ann", "31010000001320000001", Instant.parse("2026-01-31T08:30:00Z"),
                Map.of("TrackID", "7")), ann);
        assertEquals(1, ann.score(), 1e-6);
        assertEquals(List.of("c"), ids(search(new float[] {-1, 0.1f, 0}, 10, 0.5)), "the threshold holds");
        assertEquals(3, search(new float[] {1, 0, 0}, 10, -1).size());
    }

    @Test
    void theSameIdTakesThePlaceOfTheFormerAndCanBeRemoved() {
        persons.store(List.of(Vectors.entry("a", "Ann", 1, 0, 0)));
        persons.store(List.of(Vectors.entry("a", "Anna", 0, 1, 0)));
        assertEquals(1, persons.info().entries());
        assertEquals("Anna", search(new float[] {0, 1, 0}, 1, 0.9).get(0).label());
        assertTrue(persons.remove("a"));
        assertFalse(persons.remove("a"));
        assertEquals(List.of(), search(new float[] {0, 1, 0}, 1, -1));
    }

    @Test
    void filtersHoldTogether() {
        Instant eight = Instant.parse("2026-01-31T08:00:00Z");
        persons.store(List.of(entry("a", "Ann", "gate", eight), entry("b", "Bo", "gate", eight.plusSeconds(60)),
                entry("c", "Ann", "yard", eight.plusSeconds(120))));
        float[] any = {1, 1, 1};
        assertEquals(Set.of("a", "c"), found(any, new EntryFilter(Set.of("Ann", "Eve"), Optional.empty(), Optional.empty(), Optional.empty())));
        assertEquals(Set.of("a"), found(any, new EntryFilter(Set.of("Ann"), Optional.of("gate"), Optional.empty(), Optional.empty())));
        assertEquals(Set.of("b"), found(any, new EntryFilter(Set.of(), Optional.empty(), Optional.of(eight.plusSeconds(60)),
                Optional.of(eight.plusSeconds(120)))), "from its first moment to before its last");
        assertEquals(Set.of(), found(any, new EntryFilter(Set.of("Eve"), Optional.empty(), Optional.empty(), Optional.empty())));
        assertEquals(List.of("c", "b", "a"), ids(persons.list(EntryFilter.ALL, 10)), "the latest first");
        assertEquals(List.of("c"), ids(persons.list(EntryFilter.ALL, 1)));
    }

    /** What was acknowledged is there for whoever opens the files as they lie, as after kill -9. */
    @Test
    void whatWasAcknowledgedSurvivesTheProcess() throws IOException {
        for (int round = 0; round < 5; round++) {
            persons.store(List.of(Vectors.entry("e" + round, "Ann", round, 1, 0)));
        }
        persons.remove("e0");
        Path copy = folder.resolveSibling(folder.getFileName() + "-copy");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(folder.relativize(file)));
            }
        }
        try (FeatureLibraries again = new FeatureLibraries(copy, clock, LibraryWatch.NONE)) {
            assertEquals(persons.spec(), again.require("persons").spec());
            assertEquals(4, again.require("persons").info().entries());
            assertEquals("e4", again.require("persons").search(new LibraryQuery(new float[] {4, 1, 0}, 1, 0.9, EntryFilter.ALL)).get(0).id());
        }
    }

    @Test
    void itKeepsToItsSizeAndGivesUpTheEldest() {
        for (int index = 0; index < 25; index++) {
            clock.now = NOON.plusSeconds(index);
            persons.store(List.of(Vectors.entry("e" + index, "Ann", index, 1, 0)));
        }
        assertEquals(10, persons.info().entries());
        assertEquals(IntStream.rangeClosed(0, 9).mapToObj(back -> "e" + (24 - back)).toList(), ids(persons.list(EntryFilter.ALL, 100)));
    }

    @Test
    void whatIsTooOldIsFoundNoMoreAndThenGone() {
        persons.store(List.of(Vectors.entry("old", "Ann", 1, 0, 0)));
        clock.now = NOON.plus(Duration.ofDays(6));
        persons.store(List.of(Vectors.entry("new", "Bo", 1, 0, 0)));
        assertEquals(2, search(new float[] {1, 0, 0}, 10, -1).size());
        clock.now = NOON.plus(Duration.ofDays(7)).plusSeconds(1);
        assertEquals(List.of("new"), ids(search(new float[] {1, 0, 0}, 10, -1)), "before anybody has removed it");
        assertEquals(1, persons.info().entries());
        persons.expire();
        persons.compact();
        assertEquals(0, persons.info().removed());
        assertEquals(List.of("new"), ids(persons.list(EntryFilter.ALL, 10)));
    }

    @Test
    void compactingPutsAllIntoOneSegment() {
        FeatureLibrary wide = libraries.create(new LibrarySpec("wide", 2048, 1000, 0));
        Random random = new Random(5);
        float[] sought = Vectors.random(random, 2048);
        for (int round = 0; round < 4; round++) {
            wide.store(List.of(Vectors.entry("x" + round, "x", Vectors.random(random, 2048))));
        }
        wide.store(List.of(Vectors.entry("sought", "y", sought)));
        wide.remove("x0");
        assertTrue(wide.info().segments() > 1);
        wide.compact();
        assertEquals(1, wide.info().segments());
        assertEquals(0, wide.info().removed());
        assertFalse(wide.info().compacting());
        assertEquals("sought", wide.search(new LibraryQuery(sought, 1, 0.99, EntryFilter.ALL)).get(0).id());
    }

    @Test
    void vectorsThatDoNotFitAreRefusedAndNothingOfTheirCallIsKept() {
        List<LibraryEntry> mixed = List.of(Vectors.entry("good", "Ann", 1, 0, 0), Vectors.entry("bad", "Bo", 1, 0));
        assertEquals("feature.vector.dimension", assertThrows(InvalidInputException.class, () -> persons.store(mixed)).code());
        List<LibraryEntry> zero = List.of(Vectors.entry("zero", "Bo", 0, 0, 0));
        assertEquals("feature.vector.zero", assertThrows(InvalidInputException.class, () -> persons.store(zero)).code());
        List<LibraryEntry> none = List.of(Vectors.entry("none", "Bo", 0, Float.NaN, 0));
        assertEquals("feature.vector.invalid", assertThrows(InvalidInputException.class, () -> persons.store(none)).code());
        assertEquals("feature.vector.dimension",
                assertThrows(InvalidInputException.class, () -> search(new float[] {1}, 1, 0)).code());
        assertThrows(InvalidInputException.class, () -> search(new float[] {1, 0, 0}, 0, 0));
        assertThrows(InvalidInputException.class, () -> search(new float[] {1, 0, 0}, 1, 1.1));
        assertThrows(InvalidInputException.class, () -> Vectors.entry(" ", "Bo", 1));
        assertEquals(0, persons.info().entries());
    }

    @Test
    void librariesAreMadeListedAndRemovedByName() throws IOException {
        assertThrows(RejectedException.class, () -> libraries.create(new LibrarySpec("persons", 3, 10, 0)));
        for (String wrong : List.of("", "../up", "Persons", "a b", ".removed-x", "x".repeat(65))) {
            assertThrows(InvalidInputException.class, () -> new LibrarySpec(wrong, 3, 10, 0), wrong);
        }
        assertThrows(InvalidInputException.class, () -> new LibrarySpec("x", 5000, 10, 0));
        persons.store(List.of(Vectors.entry("a", "Ann", 1, 0, 0)));
        libraries.remove("persons");
        assertEquals(List.of("persons usable", "persons gone"), told);
        assertThrows(NotFoundException.class, () -> libraries.require("persons"));
        assertThrows(UnavailableException.class, () -> persons.store(List.of(Vectors.entry("b", "Bo", 1, 0, 0))));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
        assertEquals(0, libraries.create(new LibrarySpec("persons", 5, 10, 0)).info().entries(), "a new one of the same name is empty");
    }

    @Test
    void oneThatIsDamagedLeavesTheOthersUsable() throws IOException {
        persons.store(List.of(Vectors.entry("a", "Ann", 1, 0, 0)));
        libraries.create(new LibrarySpec("cars", 3, 10, 0)).store(List.of(Vectors.entry("c", "van", 1, 0, 0)));
        libraries.close();
        try (Stream<Path> files = Files.list(folder.resolve("cars/index"))) {
            for (Path file : files.toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        Files.createDirectories(folder.resolve(".removed-half/index"));
        Files.createDirectories(folder.resolve("never-made"));
        libraries = new FeatureLibraries(folder, clock, watch);
        assertFalse(Files.exists(folder.resolve(".removed-half")) || Files.exists(folder.resolve("never-made")));
        assertEquals(1, libraries.require("persons").info().entries());
        FeatureLibrary cars = libraries.require("cars");
        told.clear();
        UnavailableException refused = assertThrows(UnavailableException.class, cars::info);
        assertEquals("feature.library.unavailable", refused.code());
        assertEquals(List.of("cars unusable"), told);
        assertThrows(UnavailableException.class, () -> cars.store(List.of(Vectors.entry("d", "van", 1, 0, 0))));
        assertTrue(Files.exists(folder.resolve("cars/library.json")), "what may be mended is kept");
    }

    private List<Candidate> search(float[] vector, int top, double least) {
        return persons.search(new LibraryQuery(vector, top, least, EntryFilter.ALL));
    }

    private Set<String> found(float[] vector, EntryFilter filter) {
        return Set.copyOf(ids(persons.search(new LibraryQuery(vector, 10, -1, filter))));
    }

    private static List<String> ids(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::id).toList();
    }

    private static LibraryEntry entry(String id, String label, String device, Instant time) {
        return new LibraryEntry(id, label, device, time, Map.of(), new float[] {1, 2, 3});
    }

    private static final class MovedClock extends Clock {

        private volatile Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
