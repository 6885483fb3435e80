package io.sluice.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.protocol.StandardTables.Field;
import io.sluice.protocol.StandardTables.Table;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Messages that are right by the standard's tables, made from these alone, so that they cannot share the codec's mistakes. */
final class Samples {

    static final ObjectMapper JSON = new ObjectMapper();
    /** Where a fault is put into an array of objects: not at its beginning. */
    static final int FAULTY = 1;

    private final boolean full;

    private Samples(boolean full) {
        this.full = full;
    }

    /** With all that is optional; two elements in each array. */
    static ObjectNode full(Table table) {
        return new Samples(true).object(table, "");
    }

    /** With what is mandatory only. */
    static ObjectNode minimal(Table table) {
        return new Samples(false).object(table, "");
    }

    static byte[] bytes(JsonNode message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The object in a full sample that has the field; in arrays, the faulty element. */
    static ObjectNode owner(ObjectNode message, Field field) {
        JsonNode at = message;
        if (!field.parent().isEmpty()) {
            for (String name : field.parent().split("/")) {
                at = at.get(name);
                at = at.isArray() ? at.get(FAULTY) : at;
            }
        }
        return (ObjectNode) at;
    }

    /** The field's path with the indices of {@link #owner}. */
    static String place(Table table, Field field) {
        StringBuilder place = new StringBuilder();
        String walked = "";
        for (String name : field.path().split("/")) {
            if (!walked.isEmpty()) {
                place.append(table.field(walked).type().equals("array") ? "[" + FAULTY + "]" : "").append('/');
            }
            walked = walked.isEmpty() ? name : walked + "/" + name;
            place.append(name);
        }
        return place.toString();
    }

    private ObjectNode object(Table table, String path) {
        boolean oneOf = table.below(path).stream().anyMatch(Field::oneOfTheOthers);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Field field : table.below(path)) {
            if (full || field.mandatory() || field.mandatoryInSomePlaces() || oneOf) {
                object.set(field.name(), value(table, field));
            }
        }
        return object;
    }

    private JsonNode value(Table table, Field field) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (field.type()) {
            case "object" -> element(table, field);
            case "array" -> array(table, field);
            case "int32" -> nodes.numberNode(number(field));
            case "int64" -> nodes.numberNode(5_000_000_000L);
            case "float32" -> nodes.numberNode(240.5);
            case "base64" -> nodes.textNode("/9j/AAE=");
            default -> nodes.textNode(text(field));
        };
    }

    private ArrayNode array(Table table, Field field) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int index = 0; index < 2; index++) {
            if (field.ref().isEmpty() && table.below(field.path()).isEmpty()) {
                // The text of tables 28 and A.1 says that these are ids.
                array.add("task-or-device-id-" + (10 + index));
            } else {
                array.add(element(table, field));
            }
        }
        return array;
    }

    private ObjectNode element(Table table, Field field) {
        if (StandardTables.named(field.ref()).isPresent()) {
            return object(StandardTables.named(field.ref()).get(), "");
        }
        ObjectNode object = object(table, field.path());
        if (table.below(field.path()).isEmpty() && full) {
            object.put("AnyName", "any value").putArray("AnyList").add(1).add(2.50).addNull().addObject().put("deep", true);
        }
        return object;
    }

    private static int number(Field field) {
        return field.range().map(range -> range[1])
                .orElseGet(() -> field.codes().isEmpty() ? 7 : Integer.parseInt(field.codes().get(0)));
    }

    static String text(Field field) {
        if (!field.value().isEmpty()) {
            return field.value();
        }
        if (field.time()) {
            return "2026-02-28 23:59:59.99";
        }
        if (field.degrees()) {
            return field.name().startsWith("Long") ? "-116.391300" : "39.907500";
        }
        if (!field.codes().isEmpty()) {
            return field.codes().get(0);
        }
        return field.bytes() > 0 ? "1".repeat(field.bytes()) : "text";
    }
}
