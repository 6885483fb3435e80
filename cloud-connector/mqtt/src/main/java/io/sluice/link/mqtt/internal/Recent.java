package io.sluice.link.mqtt.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** The last so many keys, each good once: a broker may deliver a message twice, and a stranger may send one again. Thread-safe. */
final class Recent {

    private final Map<String, Boolean> seen;

    Recent(int most) {
        seen = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > most;
            }
        };
    }

    /** Whether this key is new. */
    synchronized boolean add(String key) {
        return seen.putIfAbsent(key, true) == null;
    }
}
