package io.sluice.runner.features.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonText;
import io.sluice.api.message.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a task's arguments and lets none pass that nobody asked for. For one thread. */
final class Arguments {

    private final JsonObject given;
    private final Set<String> read = new TreeSet<>();

    Arguments(JsonObject given) {
        this.given = given;
    }

    private Optional<JsonValue> get(String name) {
        read.add(name);
        return given.get(name);
    }

    Optional<String> text(String name) {
        return get(name).map(value -> {
            if (value instanceof JsonText text && !text.text().isBlank()) {
                return text.text();
            }
            throw wrong(name, "must be a text");
        });
    }

    String requiredText(String name) {
        return text(name).orElseThrow(() -> wrong(name, "is missing"));
    }

    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        return text(name).map(word -> Arrays.stream(type.getEnumConstants()).filter(constant -> constant.name().equals(word)).findFirst()
                .orElseThrow(() -> wrong(name, "must be one of " + Arrays.toString(type.getEnumConstants()) + ", not '" + word + "'")));
    }

    Optional<Long> whole(String name, long least, long most) {
        return number(name, least, most).map(value -> {
            if (value != Math.rint(value)) {
                throw wrong(name, "must be a whole number");
            }
            return value.longValue();
        });
    }

    Optional<Double> number(String name, double least, double most) {
        return get(name).map(value -> {
            double number = value instanceof JsonNumber given ? given.toDouble() : Double.NaN;
            if (!(number >= least && number <= most)) {
                throw wrong(name, "must be a number from " + JsonValue.of(least) + " to " + JsonValue.of(most));
            }
            return number;
        });
    }

    Set<String> texts(String name) {
        Set<String> texts = new TreeSet<>();
        for (JsonValue value : list(name)) {
            if (!(value instanceof JsonText text)) {
                throw wrong(name, "must be a list of texts");
            }
            texts.add(text.text());
        }
        return texts;
    }

    List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonValue value : list(name)) {
            if (!(value instanceof JsonObject object)) {
                throw wrong(name, "must be a list of objects");
            }
            objects.add(object);
        }
        return objects;
    }

    private List<JsonValue> list(String name) {
        return get(name).map(value -> {
            if (value instanceof JsonArray list && !list.values().isEmpty()) {
                return list.values();
            }
            throw wrong(name, "must be a list with at least one element");
        }).orElse(List.of());
    }

    /** @throws InvalidInputException when there are arguments that were not asked for */
    void end() {
        for (String name : given.members().keySet()) {
            if (!read.contains(name)) {
                throw wrong(name, "is not known; there are: " + String.join(", ", read));
            }
        }
    }

    static InvalidInputException wrong(String name, String what) {
        return new InvalidInputException("runner.arguments.invalid", name, "'" + name + "' " + what + ".", "");
    }
}
