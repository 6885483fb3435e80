package io.sluice.cli;

import io.sluice.api.error.RejectedException;
import io.sluice.onnx.cut.Candidate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A device's times of a model's parts as a file: a line a candidate, the milliseconds of its tail, a tab, its tensors. */
final class CutTimes {

    private CutTimes() {}

    static void write(Path file, List<Candidate> measured) throws IOException {
        List<String> lines = measured.stream().map(candidate -> candidate.tailMillis() + "\t" + key(candidate)).toList();
        Files.write(file, lines);
    }

    /**
     * Candidates with the heads' times of here and the tails' times of the file.
     *
     * @throws RejectedException {@code cut.times} when the file is not of this model
     */
    static List<Candidate> withTails(List<Candidate> measured, Path file) throws IOException {
        Map<String, Double> times = read(file);
        List<Candidate> both = new ArrayList<>();
        for (Candidate candidate : measured) {
            Double millis = times.get(key(candidate));
            if (millis == null) {
                throw wrong(file, "has no time for the cut at " + key(candidate));
            }
            // Where the first device does all, the second has nothing to do, whatever it would take.
            double tail = candidate.tailMillis() == 0 ? 0 : millis;
            both.add(new Candidate(candidate.tensors(), candidate.bytes(), candidate.headMillis(), tail,
                    candidate.headBytes(), candidate.tailBytes()));
        }
        return both;
    }

    private static Map<String, Double> read(Path file) throws IOException {
        Map<String, Double> times = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int tab = line.indexOf('\t');
            try {
                times.put(line.substring(tab + 1), Double.parseDouble(line.substring(0, Math.max(0, tab))));
            } catch (NumberFormatException noNumber) {
                throw wrong(file, "has a line without a time: " + line);
            }
        }
        return times;
    }

    private static String key(Candidate candidate) {
        return String.join(" ", candidate.tensors());
    }

    private static RejectedException wrong(Path file, String what) {
        return new RejectedException("cut.times", "The file " + file.getFileName() + " " + what + ".",
                "Measure this very model on the other device with --times.", null);
    }
}
