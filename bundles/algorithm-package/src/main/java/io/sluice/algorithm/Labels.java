package io.sluice.algorithm;

import io.sluice.api.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** A file with the names of a model's classes, one a line, in the order of the classes. */
public final class Labels {

    /** Most classes of a model. */
    public static final int MOST = 100_000;

    /** Largest file. */
    public static final int MOST_BYTES = 1 << 20;

    private Labels() {}

    /**
     * @param file its name, for the message
     * @throws InvalidInputException {@code model.labels.malformed}, with the line
     */
    public static List<String> parse(String file, String text) {
        List<String> labels = new ArrayList<>(text.replace("\uFEFF", "").stripTrailing().lines().toList());
        labels.replaceAll(String::strip);
        // A blank line in between would move every label after it to another class.
        for (int line = 0; line < labels.size(); line++) {
            if (labels.get(line).isEmpty() || labels.get(line).indexOf('\uFFFD') >= 0) {
                throw malformed(file, "has a line without readable text: " + (line + 1));
            }
        }
        if (labels.isEmpty() || labels.size() > MOST) {
            throw malformed(file, "must have 1 to " + MOST + " labels, not " + labels.size());
        }
        return List.copyOf(labels);
    }

    private static InvalidInputException malformed(String file, String what) {
        return new InvalidInputException("model.labels.malformed", "labels",
                "The labels' file '" + file + "' " + what + ".",
                "Write one label a line, in UTF-8, in the order of the model's classes.");
    }
}
