package io.sluice.classic.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.analysis.Step;
import io.sluice.api.frame.Region;
import io.sluice.api.result.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Bare boards beside the repository, each with its golden board and its known defects; split by group. */
final class PcbPairs {

    /** Groups by which the operator's arguments were chosen. */
    static final List<String> TUNED = List.of("group00041", "group12000", "group12100");
    /** Groups nobody looked at for that. */
    static final List<String> HELD_OUT = List.of("group12300", "group13000", "group20085");
    /** As the data set's authors count: a defect is found by a box that overlaps by a third. */
    static final double FOUND = 0.33;

    /** How an inspection did. */
    record Score(int defects, int found, int reported) {

        Score plus(Score other) {
            return new Score(defects + other.defects, found + other.found, reported + other.reported);
        }

        double recall() {
            return (double) found / defects;
        }

        double precision() {
            return (double) found / reported;
        }
    }

    private PcbPairs() {}

    static Path folder() {
        String given = System.getenv("SLUICE_ASSETS");
        Path folder = given != null ? Path.of(given) : beside(Path.of("").toAbsolutePath());
        assumeTrue(Files.isDirectory(folder.resolve("pcb")),
                "Skipped: there are no boards in " + folder + "; set SLUICE_ASSETS to the folder of assets.");
        return folder.resolve("pcb");
    }

    /** Inspects all boards of a group. @param tuning arguments besides the golden board */
    static Score inspect(Path group, ObjectNode tuning) throws IOException {
        Score score = new Score(0, 0, 0);
        try (Stream<Path> files = Files.list(group)) {
            for (Path truth : files.filter(file -> file.toString().endsWith(".txt")).sorted().toList()) {
                score = score.plus(inspectBoard(truth, tuning));
            }
        }
        return score;
    }

    private static Score inspectBoard(Path truth, ObjectNode tuning) throws IOException {
        String board = truth.toString().replace(".txt", "");
        ObjectNode arguments = JsonNodeFactory.instance.objectNode().setAll(tuning.deepCopy());
        arguments.put("golden", board + "_temp.jpg");
        try (Step step = new GoldenDifference(() -> "4.9.0").open(arguments.toString());
                PictureMats converter = new PictureMats()) {
            var test = Shots.read(board + "_test.jpg");
            List<Detection> found = step.apply(Shots.picture(converter, test)).detections();
            List<Region> defects = defects(truth, test.width(), test.height());
            test.release();
            return count(defects, found);
        }
    }

    private static Score count(List<Region> defects, List<Detection> found) {
        List<Detection> left = new ArrayList<>(found);
        int hits = 0;
        for (Region defect : defects) {
            Optional<Detection> hit = left.stream()
                    .filter(seen -> seen.box().overlap(defect) >= FOUND)
                    .max((one, other) -> Double.compare(one.box().overlap(defect), other.box().overlap(defect)));
            if (hit.isPresent()) {
                left.remove(hit.get());
                hits++;
            }
        }
        return new Score(defects.size(), hits, found.size());
    }

    private static List<Region> defects(Path truth, int width, int height) throws IOException {
        List<Region> defects = new ArrayList<>();
        for (String line : Files.readAllLines(truth)) {
            if (!line.isBlank()) {
                String[] parts = line.strip().split("[\\s,]+");
                double left = Double.parseDouble(parts[0]) / width;
                double top = Double.parseDouble(parts[1]) / height;
                defects.add(new Region(left, top, Double.parseDouble(parts[2]) / width - left,
                        Double.parseDouble(parts[3]) / height - top));
            }
        }
        return defects;
    }

    private static Path beside(Path folder) {
        for (Path at = folder; at != null; at = at.getParent()) {
            Path assets = at.resolve("shared/assets");
            if (Files.isDirectory(assets)) {
                return assets;
            }
        }
        return folder.resolve("shared/assets");
    }
}
