package io.sluice.protocol;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The messages that the codec offers, by the standard's tables. */
final class MessageTypes {

    private MessageTypes() {}

    static Map<String, List<MessageType<?>>> byTable() {
        Map<String, List<MessageType<?>>> types = new TreeMap<>();
        for (Field constant : Messages.class.getFields()) {
            try {
                MessageType<?> type = (MessageType<?>) constant.get(null);
                for (String table : type.tables().split(",")) {
                    types.computeIfAbsent(table, none -> new ArrayList<>()).add(type);
                }
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        types.remove("");
        return types;
    }
}
