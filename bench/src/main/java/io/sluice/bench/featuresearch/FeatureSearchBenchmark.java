package io.sluice.bench.featuresearch;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Line;
import io.sluice.bench.Statistics;
import io.sluice.runner.features.internal.library.Candidate;
import io.sluice.runner.features.internal.library.EntryFilter;
import io.sluice.runner.features.internal.library.FeatureLibrary;
import io.sluice.runner.features.internal.library.LibraryEntry;
import io.sluice.runner.features.internal.library.LibraryQuery;
import io.sluice.runner.features.internal.library.LibrarySpec;
import io.sluice.runner.features.internal.library.LibraryWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Searches a second of a compacted library on the disk for the ten most similar, with all that is kept of them, on one thread; against
 * two that compare every vector in memory. Blocks alternate, for the machine's speed drifts. The share of the truly nearest is told too.
 */
public final class FeatureSearchBenchmark implements Benchmark {

    private static final int VECTORS = 100_000;
    private static final int DIMENSION = 128;
    private static final int THINGS = 10_000;
    private static final int QUERIES = 200;
    private static final int TOP = 10;
    private static final int BATCH = 20_000;
    private static final int WARM_UP = 2;
    private static final int PAIRS = 7;
    private static final long BLOCK_NANOS = 300_000_000L;
    private static final double SPREAD = 0.5;

    private interface Search {
        int[] nearest(float[] query, int top);
    }

    @Override
    public String name() {
        return "feature-search";
    }

    @Override
    public List<Line> run() throws Exception {
        Random random = new Random(17);
        List<float[]> things = IntStream.range(0, THINGS).mapToObj(thing -> vector(random)).toList();
        List<float[]> vectors = new ArrayList<>();
        IntStream.range(0, VECTORS).forEach(index -> vectors.add(near(things.get(index % THINGS), random)));
        List<float[]> queries = IntStream.range(0, QUERIES).mapToObj(query -> near(things.get(query), random)).toList();
        ExactScan scan = new ExactScan(vectors);
        Path folder = Files.createTempDirectory("feature-search");
        try (FeatureLibrary library =
                        new FeatureLibrary(new LibrarySpec("bench", DIMENSION, VECTORS, 0), folder, Clock.systemUTC(), LibraryWatch.NONE);
                BruteForceMatcher matcher = new BruteForceMatcher(vectors)) {
            long begun = System.nanoTime();
            fill(library, vectors);
            library.compact();
            double perSecond = VECTORS * 1e9 / (System.nanoTime() - begun);
            Search ours = (query, top) -> library.search(new LibraryQuery(query, top, -1, EntryFilter.ALL)).stream()
                    .map(Candidate::id).mapToInt(Integer::parseInt).toArray();
            return List.of(
                    compare("java-exact-scan", ours, scan::nearest, queries, scan).with("stored_and_compacted_a_second", Math.round(perSecond)),
                    compare("opencv-bfmatcher", ours, matcher::nearest, queries, scan));
        } finally {
            delete(folder);
        }
    }

    private Line compare(String peer, Search ours, Search other, List<float[]> queries, ExactScan truth) {
        List<Double> rates = new ArrayList<>();
        List<Double> peers = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int pair = -WARM_UP; pair < PAIRS; pair++) {
            boolean first = pair % 2 == 0;
            double one = perSecond(first ? ours : other, queries);
            double two = perSecond(first ? other : ours, queries);
            if (pair >= 0) {
                rates.add(first ? one : two);
                peers.add(first ? two : one);
                ratios.add(first ? one / two : two / one);
            }
        }
        return new Line(name()).with("ratio", Statistics.median(ratios)).with("ours", Math.round(Statistics.median(rates)))
                .with("peer", Math.round(Statistics.median(peers))).with("peer_name", peer).with("unit", "searches_a_second")
                .with("vectors", VECTORS).with("dimension", DIMENSION).with("recall_at_10", recall(ours, queries, truth))
                .with("peer_recall_at_10", recall(other, queries, truth));
    }

    private static double perSecond(Search search, List<float[]> queries) {
        long begun = System.nanoTime();
        int searches = 0;
        long elapsed;
        do {
            if (search.nearest(queries.get(searches % queries.size()), TOP).length != TOP) {
                throw new IllegalStateException("too few were found");
            }
            searches++;
            elapsed = System.nanoTime() - begun;
        } while (elapsed < BLOCK_NANOS);
        return searches * 1e9 / elapsed;
    }

    private static double recall(Search search, List<float[]> queries, ExactScan truth) {
        long found = 0;
        for (float[] query : queries) {
            int[] nearest = truth.nearest(query, TOP);
            found += Arrays.stream(search.nearest(query, TOP)).filter(place -> Arrays.stream(nearest).anyMatch(one -> one == place)).count();
        }
        return found / (double) (queries.size() * TOP);
    }

    private static void fill(FeatureLibrary library, List<float[]> vectors) {
        for (int begin = 0; begin < vectors.size(); begin += BATCH) {
            library.store(IntStream.range(begin, begin + BATCH).mapToObj(index -> new LibraryEntry(Integer.toString(index), "person",
                    "31010000001320000001", Instant.EPOCH, Map.of("TrackID", "7"), vectors.get(index))).toList());
        }
    }

    private static float[] vector(Random random) {
        float[] vector = new float[DIMENSION];
        for (int index = 0; index < DIMENSION; index++) {
            vector[index] = (float) random.nextGaussian();
        }
        return vector;
    }

    private static float[] near(float[] thing, Random random) {
        float[] vector = thing.clone();
        for (int index = 0; index < DIMENSION; index++) {
            vector[index] += (float) (SPREAD * random.nextGaussian());
        }
        return vector;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
