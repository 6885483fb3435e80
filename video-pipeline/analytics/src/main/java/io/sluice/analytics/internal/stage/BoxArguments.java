package io.sluice.analytics.internal.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.frame.Region;
import io.sluice.support.json.StrictObject;
import java.util.Set;

/**
 * How a stage takes the boxes of another one; the arguments of every stage that works on boxes.
 *
 * @param margin added at each side of a box, as a part of its size
 * @param refine whether a label is set behind the detector's instead of in its place
 * @param labels boxes of these labels only; empty for all
 * @param most boxes of a picture, the best ones
 */
record BoxArguments(double margin, boolean refine, Set<String> labels, int most) {

    private static final int MOST = 32;
    private static final int MOST_LABELS = 1000;
    private static final int LONGEST_LABEL = 64;

    /** @throws io.sluice.api.error.InvalidInputException naming what is wrong */
    static BoxArguments of(JsonNode arguments) {
        StrictObject object = StrictObject.root(arguments);
        String label = object.text("label", LONGEST_LABEL, "replace");
        if (!label.equals("replace") && !label.equals("refine")) {
            throw object.invalid("label", "must be replace or refine");
        }
        BoxArguments read = new BoxArguments(object.number("margin", 0, 2, 0), label.equals("refine"),
                Set.copyOf(object.texts("labels", MOST_LABELS, LONGEST_LABEL)), object.integer("most", 1, 300, MOST));
        object.end();
        return read;
    }

    boolean takes(String label) {
        return labels.isEmpty() || labels.contains(label);
    }

    Region widened(Region box) {
        return new Region(box.x() - margin * box.width(), box.y() - margin * box.height(),
                box.width() * (1 + 2 * margin), box.height() * (1 + 2 * margin));
    }
}
