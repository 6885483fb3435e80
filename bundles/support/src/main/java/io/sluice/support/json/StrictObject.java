package io.sluice.support.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.error.InvalidInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the members of one object of a JSON or YAML tree and lets nothing pass that nobody asked for: each getter checks
 * type and range, {@link #end()} finds members that were not read. Every exception is an {@link InvalidInputException}
 * whose field is the path from the root, such as {@code analyses[0].region.x}. Not thread-safe.
 */
public final class StrictObject {

    private static final int SHOWN = 40;

    private final JsonNode node;
    private final String path;
    private final Set<String> read = new HashSet<>();

    private StrictObject(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** @throws InvalidInputException when the tree is no object */
    public static StrictObject root(JsonNode tree) {
        return of(tree, "");
    }

    private static StrictObject of(JsonNode node, String path) {
        if (node == null || !node.isObject()) {
            throw wrongType(path, "an object", node);
        }
        return new StrictObject(node, path);
    }

    public boolean has(String name) {
        return node.has(name);
    }

    /** The member as it is, marked as read; {@code null} when absent. */
    public JsonNode raw(String name) {
        read.add(name);
        return node.get(name);
    }

    /** Names of all members, in order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** A text of 1 to {@code longest} characters without control characters. */
    public String text(String name, int longest) {
        return checkedText(required(name), pathOf(name), longest);
    }

    public String text(String name, int longest, String fallback) {
        return node.has(name) ? text(name, longest) : fallback;
    }

    /** A text as by {@link #text(String, int)}, or a number as it was written: {@code version: 1.10} in YAML. */
    public String scalar(String name, int longest) {
        JsonNode value = required(name);
        return value.isNumber() ? value.asText() : checkedText(value, pathOf(name), longest);
    }

    public boolean flag(String name, boolean fallback) {
        JsonNode value = raw(name);
        if (value == null) {
            return fallback;
        }
        if (!value.isBoolean()) {
            throw wrongType(pathOf(name), "true or false", value);
        }
        return value.booleanValue();
    }

    public int integer(String name, int least, int most) {
        JsonNode value = required(name);
        String expected = "a whole number from " + least + " to " + most;
        if (!value.isIntegralNumber()) {
            throw wrongType(pathOf(name), expected, value);
        }
        if (!value.canConvertToInt() || value.intValue() < least || value.intValue() > most) {
            throw wrongValue(pathOf(name), expected, value);
        }
        return value.intValue();
    }

    public int integer(String name, int least, int most, int fallback) {
        return node.has(name) ? integer(name, least, most) : fallback;
    }

    public double number(String name, double least, double most) {
        return checkedNumber(required(name), pathOf(name), least, most);
    }

    public double number(String name, double least, double most, double fallback) {
        return node.has(name) ? number(name, least, most) : fallback;
    }

    public Optional<StrictObject> object(String name) {
        JsonNode value = raw(name);
        return value == null ? Optional.empty() : Optional.of(of(value, pathOf(name)));
    }

    public StrictObject requiredObject(String name) {
        return of(required(name), pathOf(name));
    }

    /** The objects of a list of at most {@code most}; empty when absent. */
    public List<StrictObject> objects(String name, int most) {
        List<StrictObject> objects = new ArrayList<>();
        for (JsonNode item : list(name, most)) {
            objects.add(of(item, pathOf(name) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    /** The texts of a list of at most {@code most}, each as by {@link #text(String, int)}; empty when absent. */
    public List<String> texts(String name, int most, int longest) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : list(name, most)) {
            texts.add(checkedText(item, pathOf(name) + "[" + texts.size() + "]", longest));
        }
        return texts;
    }

    /** A list of exactly {@code count} numbers. */
    public List<Double> numbers(String name, int count, double least, double most) {
        required(name);
        List<Double> numbers = new ArrayList<>();
        for (JsonNode item : list(name, count)) {
            numbers.add(checkedNumber(item, pathOf(name) + "[" + numbers.size() + "]", least, most));
        }
        if (numbers.size() != count) {
            throw invalid(name, "must have " + count + " numbers, not " + numbers.size());
        }
        return numbers;
    }

    /** One of an enumeration's constants, as they are written. */
    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        String word = text(name, SHOWN);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(word)) {
                return constant;
            }
        }
        throw invalid(name, "must be one of " + List.of(type.getEnumConstants()) + ", not '" + word + "'");
    }

    /** @throws InvalidInputException when there are members that were not read */
    public void end() {
        for (String name : names()) {
            if (!read.contains(name)) {
                throw new InvalidInputException(
                        "input.field.unknown", pathOf(shown(name)),
                        "'" + pathOf(shown(name)) + "' is not known here.",
                        "Remove it or correct its name" + (read.isEmpty() ? "." : "; known: " + known() + "."));
            }
        }
    }

    /** What to throw when a member has the right type but an unfit value; the message begins with its path. */
    public InvalidInputException invalid(String name, String what) {
        return value(pathOf(name), what);
    }

    public String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private String known() {
        return String.join(", ", read.stream().sorted().toList());
    }

    private JsonNode required(String name) {
        JsonNode value = raw(name);
        if (value == null) {
            throw new InvalidInputException(
                    "input.field.missing", pathOf(name), "'" + pathOf(name) + "' is missing.", "Add it.");
        }
        return value;
    }

    private Iterable<JsonNode> list(String name, int most) {
        JsonNode value = raw(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrongType(pathOf(name), "a list", value);
        }
        if (value.size() > most) {
            throw invalid(name, "must have at most " + most + " entries, not " + value.size());
        }
        return value;
    }

    private static String checkedText(JsonNode value, String at, int longest) {
        if (!value.isTextual()) {
            throw wrongType(at, "a text (in quotes, if it looks like a number)", value);
        }
        String text = value.textValue();
        if (text.isBlank() || text.length() > longest) {
            throw value(at, "must have 1 to " + longest + " characters, not " + text.length());
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw value(at, "must not have line breaks or other control characters");
        }
        return text;
    }

    private static double checkedNumber(JsonNode value, String at, double least, double most) {
        String expected = "a number from " + plain(least) + " to " + plain(most);
        if (!value.isNumber()) {
            throw wrongType(at, expected, value);
        }
        double number = value.doubleValue();
        if (!(number >= least && number <= most)) {
            throw wrongValue(at, expected, value);
        }
        return number;
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number) : Double.toString(number);
    }

    private static InvalidInputException wrongType(String at, String expected, JsonNode found) {
        String kind = found == null ? "nothing" : switch (found.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "a text";
            case NUMBER -> "the number " + shown(found.asText());
            case BOOLEAN -> found.asText();
            case NULL, MISSING -> "empty";
            default -> "something else";
        };
        return new InvalidInputException(
                "input.field.type", at,
                (at.isEmpty() ? "The document" : "'" + at + "'") + " must be " + expected + ", but is " + kind + ".",
                "Give " + expected + ".");
    }

    private static InvalidInputException wrongValue(String at, String expected, JsonNode found) {
        return value(at, "must be " + expected + ", not " + shown(found.asText()));
    }

    private static InvalidInputException value(String at, String what) {
        return new InvalidInputException(
                "input.field.value", at, "'" + at + "' " + what + ".", "Correct '" + at + "'.");
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
