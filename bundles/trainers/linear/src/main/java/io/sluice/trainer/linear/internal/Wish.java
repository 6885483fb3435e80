package io.sluice.trainer.linear.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.JsonObject;
import io.sluice.runner.kit.ArgumentReader;
import java.util.Set;

/**
 * How a task wants to train.
 *
 * @param samples with which it begins
 * @param epochs times that it goes over all
 * @param rate of learning in the first; falls as a cosine
 * @param batch samples a step
 * @param penalty on the squares of weights
 * @param heldOut least share of samples that it is measured on and not trained with
 * @param seed of all that is drawn
 */
record Wish(int samples, int epochs, double rate, int batch, double penalty, double heldOut, int seed) {

    private static final Set<String> KNOWN =
            Set.of("Method", "Samples", "Epochs", "Rate", "Batch", "Penalty", "HeldOut", "Seed");

    /** @throws InvalidInputException naming the argument that is wrong */
    static Wish of(JsonObject arguments) {
        ArgumentReader given = ArgumentReader.of(arguments, "", KNOWN);
        return new Wish(given.whole("Samples", 10, Samples.MOST).orElse(200), given.whole("Epochs", 1, 1000).orElse(40),
                given.number("Rate", 1e-5, 10).orElse(0.05), given.whole("Batch", 1, 1024).orElse(16),
                given.number("Penalty", 0, 1).orElse(1e-3), given.number("HeldOut", 0.05, 0.5).orElse(0.2),
                given.whole("Seed", 0, Integer.MAX_VALUE).orElse(1));
    }
}
