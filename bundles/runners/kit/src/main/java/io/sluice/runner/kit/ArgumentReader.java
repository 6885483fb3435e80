package io.sluice.runner.kit;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonText;
import io.sluice.api.message.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads arguments of a task, strictly: whatever is not known, of another type or out of range is refused by its name with the code
 * {@code runner.arguments.invalid}.
 *
 * @param arguments {@code AlgArgs} of a task, or an object within them
 * @param path of the object, for messages; empty for the arguments themselves
 */
public record ArgumentReader(JsonObject arguments, String path) {

    /**
     * @param known names of all members that there may be
     * @throws InvalidInputException when there is another
     */
    public static ArgumentReader of(JsonObject arguments, String path, Set<String> known) {
        for (String name : arguments.members().keySet()) {
            if (!known.contains(name)) {
                throw invalid(path + name, "is not known; there are: " + String.join(", ", new TreeSet<>(known)));
            }
        }
        return new ArgumentReader(arguments, path);
    }

    /** A whole number of a range, where it is given. */
    public OptionalInt whole(String name, int least, int most) {
        Optional<JsonValue> value = arguments.get(name);
        return value.isPresent() ? OptionalInt.of(whole(path + name, number(value.get()), least, most)) : OptionalInt.empty();
    }

    /** A number of a range, where it is given. */
    public OptionalDouble number(String name, double least, double most) {
        Optional<JsonValue> value = arguments.get(name);
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        double found = number(value.get());
        if (!(found >= least && found <= most)) {
            throw invalid(path + name, "must be a number from " + least + " to " + most);
        }
        return OptionalDouble.of(found);
    }

    /** A text, where it is given. */
    public Optional<String> text(String name) {
        return arguments.get(name).map(value -> {
            if (value instanceof JsonText text) {
                return text.text();
            }
            throw invalid(path + name, "must be a text");
        });
    }

    /** One of several words, where it is given. */
    public Optional<String> word(String name, List<String> words) {
        Optional<String> found = text(name);
        if (found.isPresent() && !words.contains(found.get())) {
            throw invalid(path + name, "must be one of " + String.join(", ", words));
        }
        return found;
    }

    /** An object, where it is given. */
    public Optional<JsonObject> object(String name) {
        return arguments.get(name).map(value -> {
            if (value instanceof JsonObject object) {
                return object;
            }
            throw invalid(path + name, "must be an object");
        });
    }

    /** @throws InvalidInputException where it is no whole number of the range */
    public static int whole(String field, double value, int least, int most) {
        if (!(value >= least && value <= most && value == Math.rint(value))) {
            throw invalid(field, "must be a whole number from " + least + " to " + most);
        }
        return (int) value;
    }

    /** What to throw for an argument. */
    public static InvalidInputException invalid(String field, String what) {
        return new InvalidInputException("runner.arguments.invalid", field, "'" + field + "' " + what + ".", "");
    }

    private static double number(JsonValue value) {
        return value instanceof JsonNumber number ? number.toDouble() : Double.NaN;
    }
}
