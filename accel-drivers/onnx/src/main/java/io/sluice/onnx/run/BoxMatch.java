package io.sluice.onnx.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Pairs of boxes that say the same. */
final class BoxMatch {

    private static final double LEAST_OVERLAP = 0.5;

    private BoxMatch() {}

    static Agreement.Count compare(List<Box> reference, List<Box> candidate) {
        List<Box> left = new ArrayList<>(candidate);
        int matched = 0;
        for (Box box : reference) {
            Optional<Box> same = left.stream()
                    .filter(other -> other.label() == box.label() && other.overlap(box) >= LEAST_OVERLAP)
                    .max(Comparator.comparingDouble(box::overlap));
            if (same.isPresent()) {
                left.remove(same.get());
                matched++;
            }
        }
        return new Agreement.Count(matched, reference.size() + left.size());
    }
}
