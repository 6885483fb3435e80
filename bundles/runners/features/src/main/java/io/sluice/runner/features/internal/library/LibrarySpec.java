package io.sluice.runner.features.internal.library;

import io.sluice.api.error.InvalidInputException;
import java.util.regex.Pattern;

/**
 * What a library is to be.
 *
 * @param name also that of its folder
 * @param dimension of all its vectors
 * @param mostEntries beyond that, those that were stored first are removed
 * @param mostDays entries that were stored longer ago are removed; 0 for none
 */
public record LibrarySpec(String name, int dimension, int mostEntries, int mostDays) {

    public static final int MOST_DIMENSIONS = 4096;
    public static final int DEFAULT_ENTRIES = 100_000;
    public static final int MOST_ENTRIES = 5_000_000;
    public static final int MOST_DAYS = 36_500;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    /** @throws InvalidInputException naming what is wrong */
    public LibrarySpec {
        checkName(name);
        within("dimension", dimension, 1, MOST_DIMENSIONS);
        within("mostEntries", mostEntries, 1, MOST_ENTRIES);
        within("mostDays", mostDays, 0, MOST_DAYS);
    }

    /** @throws InvalidInputException where no library can have this name */
    public static String checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidInputException("feature.library.name", "name", "A library's name has 1 to 64 of the characters a-z, 0-9, "
                    + "'_' and '-', and begins with a letter or digit.", "");
        }
        return name;
    }

    private static void within(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInputException("feature.library.bounds", field,
                    "'" + field + "' must be from " + least + " to " + most + ", not " + value + ".", "");
        }
    }
}
