package io.sluice.accel.epplugin.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who computes a model, by the profile of one run that ONNX Runtime wrote: its Java API does not tell otherwise. What an
 * execution provider has fused counts as one.
 *
 * @param taken steps of the execution provider
 * @param all steps of a run
 */
record Assignment(int taken, int all) {

    private static final Pattern STEP = Pattern.compile("\"name\"\\s*:\\s*\"([^\"]+)_kernel_time\".*?\"provider\"\\s*:\\s*\"([^\"]+)\"");

    /** @param profile one event a line */
    static Assignment of(String profile, String provider) {
        Map<String, Boolean> steps = new HashMap<>();
        profile.lines().forEach(line -> {
            Matcher step = STEP.matcher(line);
            if (step.find()) {
                steps.put(step.group(1), step.group(2).equals(provider));
            }
        });
        return new Assignment((int) steps.values().stream().filter(taken -> taken).count(), steps.size());
    }

    /** For people, within a sentence. */
    String text() {
        return taken == 0 ? "none of the " + all + " steps" : "only " + taken + " of the " + all + " steps";
    }
}
