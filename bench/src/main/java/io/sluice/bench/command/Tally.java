package io.sluice.bench.command;

import java.util.Map;
import java.util.TreeMap;

/** Messages and bytes by kind of message, both ways. Thread-safe. */
final class Tally {

    /** @param messages requests for HTTP, packets for MQTT */
    record Sum(long messages, long bytes) {

        Sum plus(long more, long moreBytes) {
            return new Sum(messages + more, bytes + moreBytes);
        }
    }

    private static final Sum NOTHING = new Sum(0, 0);

    private final Map<String, Sum> kinds = new TreeMap<>();

    synchronized void add(String kind, long messages, long bytes) {
        kinds.put(kind, kinds.getOrDefault(kind, NOTHING).plus(messages, bytes));
    }

    synchronized Map<String, Sum> sums() {
        return new TreeMap<>(kinds);
    }

    /** What came since, without the kinds of which nothing came. */
    Map<String, Sum> since(Map<String, Sum> before) {
        Map<String, Sum> now = sums();
        now.replaceAll((kind, sum) -> sum.plus(-before.getOrDefault(kind, NOTHING).messages, -before.getOrDefault(kind, NOTHING).bytes));
        now.values().removeIf(NOTHING::equals);
        return now;
    }
}
