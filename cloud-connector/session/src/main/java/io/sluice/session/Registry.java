package io.sluice.session;

import java.time.Duration;
import java.time.InstantSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is registered here, and since when nothing was heard of them. Whoever falls silent for longer than the expiry has to
 * register anew. A second node with the id of one that is there is refused. Thread-safe.
 */
public final class Registry {

    private record Entry(String instance, Instant heard) {}

    private final Duration expiry;
    private final InstantSource clock;
    private final Map<String, Entry> entries = new HashMap<>();

    public Registry(Duration expiry, InstantSource clock) {
        this.expiry = expiry;
        this.clock = clock;
    }

    /**
     * Registers a node, anew if it was registered before.
     *
     * @param instance what tells it from another that claims the same id
     * @return false when another node has that id
     */
    public synchronized boolean register(String device, String instance) {
        Entry present = entries.get(device);
        if (present != null && !isExpired(present) && !present.instance.equals(instance)) {
            return false;
        }
        entries.put(device, new Entry(instance, clock.instant()));
        return true;
    }

    /** Notes a sign of life; false when it is not registered, or by that instance no more. */
    public synchronized boolean keepAlive(String device, String instance) {
        Entry present = entries.get(device);
        if (present == null || isExpired(present) || !present.instance.equals(instance)) {
            return false;
        }
        entries.put(device, new Entry(instance, clock.instant()));
        return true;
    }

    public synchronized boolean isRegistered(String device) {
        Entry present = entries.get(device);
        return present != null && !isExpired(present);
    }

    /** Signs a node off; false when it was not registered, or by another instance. */
    public synchronized boolean signOff(String device, String instance) {
        Entry present = entries.get(device);
        return present != null && present.instance.equals(instance) && entries.remove(device, present);
    }

    /** Takes out everybody who was silent for too long, and returns them. */
    public synchronized List<String> expire() {
        List<String> gone = new ArrayList<>();
        entries.forEach((device, entry) -> {
            if (isExpired(entry)) {
                gone.add(device);
            }
        });
        entries.keySet().removeAll(gone);
        return gone;
    }

    private boolean isExpired(Entry entry) {
        return entry.heard.plus(expiry).isBefore(clock.instant());
    }
}
