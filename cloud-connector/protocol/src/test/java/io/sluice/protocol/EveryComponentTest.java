package io.sluice.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonText;
import io.sluice.protocol.StandardTables.Field;
import io.sluice.protocol.StandardTables.Table;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every field of every table on the way out: a record that breaks the table is not written, and the path is named. */
class EveryComponentTest {

    private final MessageCodec codec = new MessageCodec();

    @TestFactory
    Stream<DynamicNode> wrongComponentsAreNotWritten() {
        return StandardTables.all().stream().map(table -> dynamicContainer(table.toString(),
                table.fields().stream().map(field -> dynamicContainer(field.path(), wrong(table, field)))));
    }

    private List<DynamicTest> wrong(Table table, Field field) {
        List<DynamicTest> tests = new ArrayList<>();
        // What is always the same has no component.
        if (field.value().isEmpty()) {
            values(table, field).forEach((value, fault) -> tests.add(dynamicTest(shown(value),
                    () -> refuse(table, Samples.place(table, field), fault, field.path(), value))));
        }
        if (field.type().equals("object") && !table.below(field.path()).isEmpty()) {
            String known = table.below(field.path()).get(0).name();
            JsonObject doubled = JsonObject.of(Map.of(known, new JsonText("again")));
            tests.add(dynamicTest(known + " among the unknown", () -> refuse(
                    table, Samples.place(table, field) + "/" + known, Fault.DUPLICATE, field.path() + "/extra", doubled)));
        }
        return tests;
    }

    private static Map<Object, Fault> values(Table table, Field field) {
        Map<Object, Fault> wrong = new LinkedHashMap<>();
        if (field.time()) {
            wrong.put(Instant.parse("-0001-01-01T00:00:00Z"), Fault.FORMAT);
            wrong.put(Instant.parse("+10000-01-01T00:00:00Z"), Fault.FORMAT);
            wrong.put(Instant.MAX, Fault.FORMAT);
        } else if (field.degrees()) {
            wrong.put(180.5, Fault.RANGE);
            wrong.put(Double.NaN, Fault.RANGE);
        } else if (field.freeText()) {
            wrong.put("half \ud83d a pair", Fault.ENCODING);
            int most = Math.max(field.bytes(), field.maxBytes());
            if (most > 0) {
                wrong.put("\u4e2d".repeat(most / 3 + 1), Fault.LENGTH);
            }
            if (field.bytes() > 0) {
                wrong.put("", Fault.LENGTH);
            }
        }
        if (field.type().equals("float32")) {
            wrong.put(Double.NaN, Fault.RANGE);
            wrong.put(Double.NEGATIVE_INFINITY, Fault.RANGE);
        }
        field.range().ifPresent(range -> {
            wrong.put(range[0] - 1, Fault.RANGE);
            wrong.put(range[1] + 1, Fault.RANGE);
        });
        if (field.extensibleUpwardsOnly()) {
            wrong.put(-1, Fault.RANGE);
        }
        if (field.name().equals("CommandIdx") && field.mandatory()) {
            wrong.put(OptionalInt.empty(), Fault.MISSING);
        }
        return wrong;
    }

    private void refuse(Table table, String place, Fault fault, String path, Object value) {
        for (MessageType<?> type : MessageTypes.byTable().get(table.number())) {
            refuse(type, Samples.bytes(Samples.full(table)), place, fault, path, value);
        }
    }

    private <T> void refuse(MessageType<T> type, byte[] message, String place, Fault fault, String path, Object value) {
        T record = codec.decode(type, message);
        @SuppressWarnings("unchecked")
        T broken = (T) replace(record, List.of(path.split("/")), value);
        MessageException refusal = assertThrows(
                MessageException.class, () -> codec.encode(type, broken), path + " was written as " + value);
        assertEquals(fault, refusal.fault(), refusal.getMessage());
        assertEquals(place, refusal.path(), refusal.getMessage());
    }

    /** A copy with another component; in lists, of the faulty element. */
    private static Object replace(Object holder, List<String> path, Object value) {
        if (holder instanceof Optional<?> optional) {
            return Optional.of(replace(optional.orElseThrow(), path, value));
        }
        if (holder instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list);
            copy.set(Samples.FAULTY, replace(list.get(Samples.FAULTY), path, value));
            return copy;
        }
        RecordComponent[] components = holder.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        try {
            for (int index = 0; index < components.length; index++) {
                Object present = components[index].getAccessor().invoke(holder);
                boolean meant = components[index].getName().equals(component(path.get(0)));
                values[index] = !meant ? present
                        : path.size() == 1 ? as(components[index].getType(), value)
                        : replace(present, path.subList(1, path.size()), value);
            }
            Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return holder.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (IllegalAccessException | InvocationTargetException | InstantiationException | NoSuchMethodException error) {
            throw new IllegalStateException(error);
        }
    }

    private static Object as(Class<?> type, Object value) {
        if (type == Optional.class) {
            return Optional.of(value);
        }
        if (type == OptionalDouble.class) {
            return OptionalDouble.of((Double) value);
        }
        if (type == OptionalLong.class) {
            return OptionalLong.of((Long) value);
        }
        if (type == OptionalInt.class && value instanceof Integer number) {
            return OptionalInt.of(number);
        }
        return type == float.class ? (Object) ((Double) value).floatValue() : value;
    }

    /** Of a field's name: DeviceID is deviceId, ModelURL is modelUrl. */
    private static String component(String field) {
        String words = field.replace("ID", "Id").replace("URL", "Url").replace("CPU", "Cpu");
        return Character.toLowerCase(words.charAt(0)) + words.substring(1);
    }

    private static String shown(Object value) {
        String text = value.toString();
        return text.isEmpty() ? "empty" : text.length() > 40 ? text.substring(0, 37) + "..." : text;
    }
}
