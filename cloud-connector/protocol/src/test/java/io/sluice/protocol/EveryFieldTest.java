package io.sluice.protocol;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.protocol.StandardTables.Field;
import io.sluice.protocol.StandardTables.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every field of every table of the standard: what is wrong with it is refused, and said with its path; what is right is taken. */
class EveryFieldTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String MARK = "its-double";

    private final MessageCodec codec = new MessageCodec();

    @Test
    void everyTableHasItsMessage() {
        Set<String> due = StandardTables.all().stream().map(Table::number).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(34, due.size() + StandardTables.bodies().size(), "tables read: " + due);
        Set<String> known = new TreeSet<>(MessageTypes.byTable().keySet());
        assertTrue(known.containsAll(due), "without a message: " + due + " but " + known);
        for (String body : StandardTables.bodies()) {
            assertTrue(StandardTables.named(body).isPresent(), body);
        }
    }

    @TestFactory
    Stream<DynamicNode> wrongFieldsAreRefused() {
        return StandardTables.all().stream().map(table -> dynamicContainer(table.toString(),
                table.fields().stream().map(field -> dynamicContainer(field.path(), wrong(table, field)))));
    }

    @TestFactory
    Stream<DynamicNode> rightFieldsAreTaken() {
        return StandardTables.all().stream().map(table -> dynamicContainer(table.toString(),
                table.fields().stream().map(field -> dynamicContainer(field.path(), right(table, field)))));
    }

    private List<DynamicTest> wrong(Table table, Field field) {
        List<DynamicTest> tests = new ArrayList<>();
        if (field.mandatory()) {
            tests.add(refused(table, field, "missing", Fault.MISSING, owner -> owner.remove(field.name())));
        }
        types(field).forEach((name, value) ->
                tests.add(refused(table, field, name, Fault.TYPE, owner -> owner.set(field.name(), value))));
        texts(field).forEach((text, fault) ->
                tests.add(refused(table, field, text, fault, owner -> owner.put(field.name(), text))));
        numbers(field).forEach((literal, fault) -> tests.add(refusedText(table, field, literal, fault,
                text -> text.replace('"' + MARK + '"', literal))));
        tests.add(dynamicTest("duplicate", () -> {
            ObjectNode message = Samples.full(table);
            ObjectNode owner = Samples.owner(message, field);
            owner.set(MARK, owner.get(field.name()));
            String text = new String(Samples.bytes(message), StandardCharsets.UTF_8).replace(MARK, field.name());
            refuse(table, field, text.getBytes(StandardCharsets.UTF_8), Fault.DUPLICATE, Samples.place(table, field));
        }));
        StandardTables.named(field.ref()).filter(ref -> !field.type().equals("string")).ifPresent(ref ->
                tests.add(wrongWithin(table, field, ref)));
        if (field.oneOfTheOthers()) {
            List<Field> others = table.below(field.parent()).stream().filter(other -> !other.mandatory()).toList();
            tests.add(dynamicTest("none of " + others.stream().map(Field::name).toList(), () -> {
                ObjectNode message = Samples.full(table);
                others.forEach(other -> Samples.owner(message, field).remove(other.name()));
                refuse(table, field, Samples.bytes(message), Fault.RULE, Samples.place(table, others.get(0)));
            }));
        }
        return tests;
    }

    /** Something wrong in an object of another table is found in its place here. */
    private DynamicTest wrongWithin(Table table, Field field, Table ref) {
        Field first = ref.fields().stream().filter(Field::mandatory).findFirst().orElseThrow();
        return dynamicTest("without " + first.name() + " of " + ref, () -> {
            ObjectNode message = Samples.full(table);
            JsonNode inner = Samples.owner(message, field).get(field.name());
            String place = Samples.place(table, field) + (inner.isArray() ? "[" + Samples.FAULTY + "]" : "");
            ((ObjectNode) (inner.isArray() ? inner.get(Samples.FAULTY) : inner)).remove(first.name());
            refuse(table, field, Samples.bytes(message), Fault.MISSING, place + "/" + first.name());
        });
    }

    private List<DynamicTest> right(Table table, Field field) {
        List<DynamicTest> tests = new ArrayList<>();
        boolean ruled = table.below(field.parent()).stream().anyMatch(Field::oneOfTheOthers);
        if (!field.mandatory() && !ruled) {
            tests.add(taken(table, field, "missing", owner -> owner.remove(field.name())));
        }
        if (field.freeText()) {
            int most = field.bytes() > 0 ? field.bytes() : field.maxBytes() > 0 ? field.maxBytes() : 5000;
            tests.add(taken(table, field, "as long as may be", owner -> owner.put(field.name(), multiByte(most))));
        }
        for (String code : field.codes()) {
            tests.add(taken(table, field, "code " + code, owner -> {
                if (field.type().equals("int32")) {
                    owner.put(field.name(), Integer.parseInt(code));
                } else {
                    owner.put(field.name(), code);
                }
            }));
        }
        field.range().ifPresent(range -> {
            for (int edge : range) {
                tests.add(taken(table, field, "edge " + edge, owner -> owner.put(field.name(), edge)));
            }
        });
        switch (field.type()) {
            case "int32" -> {
                if (field.range().isEmpty() && (field.codes().isEmpty() || field.extensible())) {
                    tests.add(taken(table, field, "largest", owner -> owner.put(field.name(), Integer.MAX_VALUE)));
                }
            }
            case "int64" -> tests.add(taken(table, field, "smallest", owner -> owner.put(field.name(), Long.MIN_VALUE)));
            case "float32" -> tests.add(taken(table, field, "whole", owner -> owner.put(field.name(), 25)));
            default -> { }
        }
        return tests;
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
            assertTrue(few.length() < field.maxBytes(), "too long in bytes, not in characters");
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
    private static String multiByte(int bytes) {
        return "\u4e2d".repeat(bytes / 3) + "1".repeat(bytes % 3);
    }

    private DynamicTest refused(Table table, Field field, String what, Fault fault, Change change) {
        return dynamicTest(shown(what), () -> {
            ObjectNode message = Samples.full(table);
            change.apply(Samples.owner(message, field));
            refuse(table, field, Samples.bytes(message), fault, Samples.place(table, field));
        });
    }

    private DynamicTest refusedText(Table table, Field field, String what, Fault fault, TextChange change) {
        return dynamicTest(shown(what), () -> {
            ObjectNode message = Samples.full(table);
            Samples.owner(message, field).put(field.name(), MARK);
            String text = change.apply(new String(Samples.bytes(message), StandardCharsets.UTF_8));
            refuse(table, field, text.getBytes(StandardCharsets.UTF_8), fault, Samples.place(table, field));
        });
    }

    private DynamicTest taken(Table table, Field field, String what, Change change) {
        return dynamicTest(what, () -> {
            ObjectNode message = Samples.full(table);
            change.apply(Samples.owner(message, field));
            MessageTypes.byTable().get(table.number()).forEach(type ->
                    assertDoesNotThrow(() -> codec.decode(type, Samples.bytes(message))));
        });
    }

    private void refuse(Table table, Field field, byte[] message, Fault fault, String place) {
        for (MessageType<?> type : MessageTypes.byTable().get(table.number())) {
            MessageException refusal = assertThrows(
                    MessageException.class, () -> codec.decode(type, message), table + " " + field.path() + " was taken");
            assertEquals(fault, refusal.fault(), refusal.getMessage());
            assertEquals(place, refusal.path(), refusal.getMessage());
            assertTrue(refusal.getMessage().startsWith(place + ": expected "), refusal.getMessage());
        }
    }

    private static String shown(String what) {
        return what.isEmpty() ? "empty" : what.length() > 60 ? what.substring(0, 57) + "..." : what;
    }

    @FunctionalInterface
    private interface Change {
        void apply(ObjectNode owner);
    }

    @FunctionalInterface
    private interface TextChange {
        String apply(String message);
    }
}
