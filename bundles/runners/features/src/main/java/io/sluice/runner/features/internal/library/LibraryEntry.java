package io.sluice.runner.features.internal.library;

import io.sluice.api.error.InvalidInputException;
import java.time.Instant;
import java.util.Map;

/**
 * A vector to be kept, and what is known of it.
 *
 * @param id storing another of this id takes the place of the former
 * @param label what it is of; may be empty
 * @param device id of the node or camera that made it; may be empty
 * @param time when it was seen
 * @param attributes texts of any meaning
 * @param vector belongs to the entry from now on
 */
public record LibraryEntry(
        String id, String label, String device, Instant time, Map<String, String> attributes, float[] vector) {

    private static final int MOST_CHARACTERS = 256;
    private static final int MOST_ATTRIBUTES = 32;

    /** @throws InvalidInputException naming what is wrong */
    public LibraryEntry {
        attributes = Map.copyOf(attributes);
        if (id.isBlank()) {
            throw new InvalidInputException("feature.entry.invalid", "id", "An entry must have an id.", "");
        }
        fits("id", id);
        fits("label", label);
        fits("device", device);
        if (attributes.size() > MOST_ATTRIBUTES) {
            throw new InvalidInputException("feature.entry.invalid", "attributes",
                    "'attributes' has " + attributes.size() + " members; at most " + MOST_ATTRIBUTES + " are possible.", "");
        }
        attributes.forEach((name, value) -> {
            fits("attributes", name);
            fits("attributes", value);
        });
    }

    private static void fits(String field, String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new InvalidInputException("feature.entry.invalid", field,
                    "'" + field + "' has a text of " + text.length() + " characters; at most " + MOST_CHARACTERS + " are possible.", "");
        }
    }
}
