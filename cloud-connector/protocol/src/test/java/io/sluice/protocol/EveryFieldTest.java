package io.sluice.protocol;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.protocol.StandardTables.Field;
import io.sluice.protocol.StandardTables.Table;
import java.util.ArrayList;
import java.util.List;
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
                table.fields().stream().map(field -> dynamicContainer(field.path(), WrongMessages.of(table, field).stream()
                        .map(wrong -> dynamicTest(shown(wrong.what()), () -> refuse(table, field, wrong)))))));
    }

    @TestFactory
    Stream<DynamicNode> rightFieldsAreTaken() {
        return StandardTables.all().stream().map(table -> dynamicContainer(table.toString(),
                table.fields().stream().map(field -> dynamicContainer(field.path(), right(table, field)))));
    }

    private List<DynamicTest> right(Table table, Field field) {
        List<DynamicTest> tests = new ArrayList<>();
        boolean ruled = table.below(field.parent()).stream().anyMatch(Field::oneOfTheOthers);
        if (!field.mandatory() && !ruled) {
            tests.add(taken(table, field, "missing", owner -> owner.remove(field.name())));
        }
        if (field.freeText()) {
            int most = field.bytes() > 0 ? field.bytes() : field.maxBytes() > 0 ? field.maxBytes() : 5000;
            tests.add(taken(table, field, "as long as may be", owner -> owner.put(field.name(), WrongMessages.multiByte(most))));
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

    private DynamicTest taken(Table table, Field field, String what, Change change) {
        return dynamicTest(what, () -> {
            ObjectNode message = Samples.full(table);
            change.apply(Samples.owner(message, field));
            MessageTypes.byTable().get(table.number()).forEach(type ->
                    assertDoesNotThrow(() -> codec.decode(type, Samples.bytes(message))));
        });
    }

    private void refuse(Table table, Field field, WrongMessages.Wrong wrong) {
        for (MessageType<?> type : MessageTypes.byTable().get(table.number())) {
            MessageException refusal = assertThrows(MessageException.class, () -> codec.decode(type, wrong.message()),
                    table + " " + field.path() + " was taken");
            assertEquals(wrong.fault(), refusal.fault(), refusal.getMessage());
            assertEquals(wrong.place(), refusal.path(), refusal.getMessage());
            assertTrue(refusal.getMessage().startsWith(wrong.place() + ": expected "), refusal.getMessage());
        }
    }

    private static String shown(String what) {
        return what.isEmpty() ? "empty" : what.length() > 60 ? what.substring(0, 57) + "..." : what;
    }

    @FunctionalInterface
    private interface Change {
        void apply(ObjectNode owner);
    }
}
