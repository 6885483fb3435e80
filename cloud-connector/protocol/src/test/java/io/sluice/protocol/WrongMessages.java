package io.sluice.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.protocol.StandardTables.Field;
import io.sluice.protocol.StandardTables.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Messages of the standard's tables with one fault each, for the tests of the codec and of nodes. */
public final class WrongMessages {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String MARK = "its-double";

    private WrongMessages() {}

    /**
     * @param what is wrong, for people
     * @param place path of it, which the reason begins with
     */
    public record Wrong(String what, byte[] message, Fault fault, String place) {}

    /** All of a table. */
    public static List<Wrong> of(String number) {
        Table table = table(number);
        return table.fields().stream().flatMap(field -> of(table, field).stream()).toList();
    }

    /** All of a table whose objects stand in a field of another's messages, within such messages. */
    public static List<Wrong> within(String outer, String path, String inner) {
        Table table = table(outer);
        Field field = table.field(path);
        ObjectNode message = Samples.full(table);
        JsonNode inside = Samples.owner(message, field).get(field.name());
        if (inside.isArray()) {
            ((ArrayNode) inside).set(Samples.FAULTY, NODES.textNode(MARK));
        } else {
            Samples.owner(message, field).put(field.name(), MARK);
        }
        String place = Samples.place(table, field) + (inside.isArray() ? "[" + Samples.FAULTY + "]" : "") + "/";
        String around = new String(Samples.bytes(message), StandardCharsets.UTF_8);
        return of(inner).stream().map(wrong -> new Wrong(wrong.what(),
                around.replace('"' + MARK + '"', new String(wrong.message(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8),
                wrong.fault(), place + wrong.place())).toList();
    }

    /** A message that is right. */
    public static byte[] right(String number) {
        return Samples.bytes(Samples.full(table(number)));
    }

    private static Table table(String number) {
        return StandardTables.all().stream().filter(each -> each.number().equals(number)).findFirst().orElseThrow();
    }

    /** All of one field. */
    static List<Wrong> of(Table table, Field field) {
        List<Wrong> all = new ArrayList<>();
        if (field.mandatory()) {
            all.add(changed(table, field, "missing", Fault.MISSING, owner -> owner.remove(field.name())));
        }
        types(field).forEach((name, value) ->
                all.add(changed(table, field, name, Fault.TYPE, owner -> owner.set(field.name(), value))));
        texts(field).forEach((text, fault) ->
                all.add(changed(table, field, text, fault, owner -> owner.put(field.name(), text))));
        numbers(field).forEach((literal, fault) -> all.add(changedText(table, field, literal, fault,
                owner -> owner.put(field.name(), MARK), text -> text.replace('"' + MARK + '"', literal))));
        all.add(changedText(table, field, "duplicate", Fault.DUPLICATE,
                owner -> owner.set(MARK, owner.get(field.name())), text -> text.replace(MARK, field.name())));
        StandardTables.named(field.ref()).filter(ref -> !field.type().equals("string")).ifPresent(ref ->
                all.add(wrongWithin(table, field, ref)));
        if (field.oneOfTheOthers()) {
            List<Field> others = table.below(field.parent()).stream().filter(other -> !other.mandatory()).toList();
            ObjectNode message = Samples.full(table);
            others.forEach(other -> Samples.owner(message, field).remove(other.name()));
            all.add(new Wrong("none of " + others.stream().map(Field::name).toList(), Samples.bytes(message), Fault.RULE,
                    Samples.place(table, others.get(0))));
        }
        return all;
    }

    /** Something wrong in an object of another table is found in its place here. */
    private static Wrong wrongWithin(Table table, Field field, Table ref) {
        Field first = ref.fields().stream().filter(Field::mandatory).findFirst().orElseThrow();
        ObjectNode message = Samples.full(table);
        JsonNode inner = Samples.owner(message, field).get(field.name());
        String place = Samples.place(table, field) + (inner.isArray() ? "[" + Samples.FAULTY + "]" : "");
        ((ObjectNode) (inner.isArray() ? inner.get(Samples.FAULTY) : inner)).remove(first.name());
        return new Wrong("without " + first.name() + " of " + ref, Samples.bytes(message), Fault.MISSING, place + "/" + first.name());
    }

    /** Values of all types of JSON but the field's own. */
    private static Map<String, JsonNode> types(Field field) {
        Map<String, JsonNode> wrong = new LinkedHashMap<>();
        wrong.put("null", NODES.nullNode());
        wrong.put("a string", NODES.textNode("1"));
        wrong.put("a whole number", NODES.numberNode(1));
        wrong.put("a fraction", NODES.numberNode(1.5));
        wrong.put("true", NODES.booleanNode(true));
        wrong.put("an object", NODES.objectNode());
        wrong.put("an array", NODES.arrayNode());
        switch (field.type()) {
            case "object" -> wrong.remove("an object");
            case "array" -> wrong.remove("an array");
            case "int32", "int64" -> wrong.remove("a whole number");
            case "float32" -> {
                wrong.remove("a whole number");
                wrong.remove("a fraction");
            }
            default -> wrong.remove("a string");
        }
        return wrong;
    }

    private static Map<String, Fault> texts(Field field) {
        Map<String, Fault> wrong = new LinkedHashMap<>();
        if (!field.value().isEmpty()) {
            wrong.put("other_query", Fault.VALUE);
            wrong.put(field.value() + " ", Fault.VALUE);
        } else if (field.time()) {
            for (String text : List.of("", "2026-02-28", "2026-02-28T23:59:59.99", "2026-02-28 23:59:59", "2026-02-28 23:59:59.9",
                    "2026-02-28 23:59:59.999", "2026-02-29 00:00:00.00", "2026-02-28 24:00:00.00", "2026-02-28 23:60:00.00",
                    "2026-02-28 23:59:60.00", "2026-2-28 23:59:59.99", "2026-02-28 23:59:59,99", "+026-02-28 23:59:59.99")) {
                wrong.put(text, Fault.FORMAT);
            }
        } else if (field.degrees()) {
            for (String text : List.of("", "116", "116.3913", "116.3913000", "1e2", "+39.907500", "39,907500", " 39.907500",
                    "1116.391300", "E39.907500", "NaN")) {
                wrong.put(text, Fault.FORMAT);
            }
            wrong.put(field.name().startsWith("Long") ? "180.000001" : "-90.000001", Fault.RANGE);
        } else if (field.type().equals("string") && !field.codes().isEmpty()) {
            for (String text : List.of("", "9", "x", field.codes().get(0) + field.codes().get(0), field.codes().get(0) + " ")) {
                wrong.put(text, Fault.VALUE);
            }
        } else if (field.type().equals("base64")) {
            for (String text : List.of("%", "AAA", "/9j/AAE=AAAA", "A===", "/9j/ AAE=", "/9j/\nAAE=", "_9j_AAE=", "\u4e2d\u6587")) {
                wrong.put(text, Fault.FORMAT);
            }
        } else if (field.freeText() && field.bytes() > 0) {
            wrong.put("1".repeat(field.bytes() - 1), Fault.LENGTH);
            wrong.put("1".repeat(field.bytes() + 1), Fault.LENGTH);
            // As many characters as the field has bytes, but more bytes.
            wrong.put("1".repeat(field.bytes() - 1) + "\u00e9", Fault.LENGTH);
            wrong.put("", Fault.LENGTH);
        } else if (field.freeText() && field.maxBytes() > 0) {
            wrong.put("1".repeat(field.maxBytes() + 1), Fault.LENGTH);
            String few = multiByte(field.maxBytes()) + "\u4e2d";
            demandFewCharacters(few, field);
            wrong.put(few, Fault.LENGTH);
        }
        return wrong;
    }

    /** JSON of numbers that do not go. */
    private static Map<String, Fault> numbers(Field field) {
        Map<String, Fault> wrong = new LinkedHashMap<>();
        boolean closed = !field.codes().isEmpty() && !field.extensible();
        switch (field.type()) {
            case "int32" -> {
                wrong.put("1.0", Fault.TYPE);
                wrong.put("1e0", Fault.TYPE);
                wrong.put("2147483648", closed ? Fault.VALUE : Fault.RANGE);
                wrong.put("-2147483649", closed ? Fault.VALUE : Fault.RANGE);
                wrong.put("9".repeat(400), closed ? Fault.VALUE : Fault.RANGE);
            }
            case "int64" -> {
                wrong.put("1.0", Fault.TYPE);
                wrong.put("9223372036854775808", Fault.RANGE);
                wrong.put("-9223372036854775809", Fault.RANGE);
            }
            case "float32" -> {
                wrong.put("3.5e38", Fault.RANGE);
                wrong.put("-1e400", Fault.RANGE);
                wrong.put("9".repeat(60), Fault.RANGE);
                wrong.put("NaN", Fault.SYNTAX);
            }
            default -> { }
        }
        if (field.type().equals("int32") && closed) {
            wrong.put("-1", Fault.VALUE);
            wrong.put(Integer.toString(field.codes().size()), Fault.VALUE);
        }
        if (field.extensibleUpwardsOnly()) {
            wrong.put("-1", Fault.RANGE);
        }
        field.range().ifPresent(range -> {
            wrong.put(Integer.toString(range[0] - 1), Fault.RANGE);
            wrong.put(Integer.toString(range[1] + 1), Fault.RANGE);
        });
        return wrong;
    }

    /** Three bytes a character where it goes, filled up with single ones. */
    static String multiByte(int bytes) {
        return "\u4e2d".repeat(bytes / 3) + "1".repeat(bytes % 3);
    }

    private static void demandFewCharacters(String text, Field field) {
        if (text.length() >= field.maxBytes()) {
            throw new AssertionError("too long in characters, not in bytes only: " + field);
        }
    }

    private static Wrong changed(Table table, Field field, String what, Fault fault, Consumer<ObjectNode> change) {
        return changedText(table, field, what, fault, change, text -> text);
    }

    private static Wrong changedText(
            Table table, Field field, String what, Fault fault, Consumer<ObjectNode> change, UnaryOperator<String> changeText) {
        ObjectNode message = Samples.full(table);
        change.accept(Samples.owner(message, field));
        String text = changeText.apply(new String(Samples.bytes(message), StandardCharsets.UTF_8));
        return new Wrong(what, text.getBytes(StandardCharsets.UTF_8), fault, Samples.place(table, field));
    }
}
