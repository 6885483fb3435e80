package io.sluice.cli;

import java.util.Map;

/** Reads numbers of options. */
final class Options {

    private Options() {}

    /** A share given in per cent, 0 to 1. */
    static double share(Map<String, String> options, String name, double otherwise) {
        double percent = number(options, name, otherwise * 100);
        if (percent > 100) {
            throw new UsageException("--" + name + " must be 0 to 100 per cent");
        }
        return percent / 100;
    }

    static int count(Map<String, String> options, String name, int otherwise) {
        return (int) Math.min(100_000, number(options, name, otherwise));
    }

    /** A number that is not negative. */
    static double number(Map<String, String> options, String name, double otherwise) {
        if (!options.containsKey(name)) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(options.get(name));
            if (number >= 0 && Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // Told like a number that is out of bounds.
        }
        throw new UsageException("--" + name + " must be a number, not " + options.get(name));
    }
}
