package io.sluice.runner.features.internal.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.runner.features.internal.coding.Similarity;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many of the nearest the graph finds, judged by comparing with each vector. Half of the vectors are of things seen twenty times,
 * as networks make them; the others are without any order, which is the hardest there is.
 */
class RecallTest {

    private static final int VECTORS = 10_000;
    private static final int DIMENSION = 32;
    private static final int SEEN = 20;
    private static final int QUERIES = 100;
    private static final int TOP = 10;

    @TempDir
    private Path folder;

    private final Random random = new Random(11);
    private final List<float[]> things =
            IntStream.range(0, VECTORS / 2 / SEEN).mapToObj(thing -> Vectors.random(random, DIMENSION)).toList();
    private final List<float[]> vectors = new ArrayList<>();
    private FeatureLibrary library;

    @BeforeEach
    void fill() {
        for (int index = 0; index < VECTORS; index++) {
            vectors.add(index % 2 == 0 ? Vectors.near(things.get(index % things.size()), 0.4, random) : Vectors.random(random, DIMENSION));
        }
        library = new FeatureLibrary(new LibrarySpec("recall", DIMENSION, VECTORS, 0), folder, Clock.systemUTC(), LibraryWatch.NONE);
        store(0, VECTORS / 2);
        store(VECTORS / 2, VECTORS);
        assertEquals(VECTORS, library.info().entries());
    }

    @AfterEach
    void close() {
        library.close();
    }

    @Test
    void ofTheTenNearestNearlyAllAreFound() {
        double known = recall(IntStream.range(0, QUERIES).mapToObj(query -> Vectors.near(things.get(query), 0.4, random)).toList());
        double unknown = recall(IntStream.range(0, QUERIES).mapToObj(query -> Vectors.random(random, DIMENSION)).toList());
        System.out.println("recall@10 of " + VECTORS + " vectors: " + known + " for what was seen, " + unknown + " for what was not");
        assertTrue(known >= 0.95 && unknown >= 0.95, known + " " + unknown);
    }

    private void store(int begin, int end) {
        library.store(IntStream.range(begin, end)
                .mapToObj(index -> Vectors.entry(Integer.toString(index), "thing", vectors.get(index))).toList());
    }

    private double recall(List<float[]> queries) {
        int found = 0;
        for (float[] query : queries) {
            double[] similarities = vectors.stream().mapToDouble(vector -> Similarity.cosine(query, vector)).toArray();
            Set<Integer> nearest = IntStream.range(0, VECTORS).boxed()
                    .sorted(Comparator.comparingDouble(index -> -similarities[index])).limit(TOP).collect(Collectors.toSet());
            List<Candidate> candidates = library.search(new LibraryQuery(query, TOP, -1, EntryFilter.ALL));
            assertEquals(TOP, candidates.size());
            for (Candidate candidate : candidates) {
                int index = Integer.parseInt(candidate.id());
                assertEquals(similarities[index], candidate.score(), 1e-5);
                found += nearest.contains(index) ? 1 : 0;
            }
        }
        return found / (double) (queries.size() * TOP);
    }
}
