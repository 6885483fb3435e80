package io.sluice.accel.onnxsession;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The sessions that are not run any more because they hung again and again. Thread-safe. */
final class Quarantine {

    private final Map<OnnxSession, String> held = new LinkedHashMap<>();
    private final Consumer<List<String>> listener;

    /** @param listener told the models' names whenever they change; must return at once */
    Quarantine(Consumer<List<String>> listener) {
        this.listener = listener;
    }

    synchronized void add(OnnxSession session) {
        if (held.put(session, session.name()) == null) {
            tell();
        }
    }

    /** The session is closed. */
    synchronized void remove(OnnxSession session) {
        if (held.remove(session) != null) {
            tell();
        }
    }

    /** The model was loaded again; whoever has the old session will be refused all the same. */
    synchronized void release(String model) {
        if (held.values().removeIf(model::equals)) {
            tell();
        }
    }

    /** Everybody gets another chance, by the sessions there are. */
    synchronized void releaseAll() {
        held.keySet().forEach(OnnxSession::forgive);
        if (!held.isEmpty()) {
            held.clear();
            tell();
        }
    }

    private void tell() {
        listener.accept(held.values().stream().distinct().toList());
    }
}
