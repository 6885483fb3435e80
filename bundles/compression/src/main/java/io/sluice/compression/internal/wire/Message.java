package io.sluice.compression.internal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.support.model.NativeMemory;
import java.util.List;

/**
 * One thing said. Its owner closes it, which wipes the models in it.
 *
 * @param type what it is
 * @param body of it
 * @param models plain content, in native memory
 */
public record Message(Type type, ObjectNode body, List<NativeMemory> models) implements AutoCloseable {

    /** What is said, and by whom. */
    public enum Type {
        /** The gateway: what to do; with the model. */
        TASK,
        /** The worker: how far it is. */
        PROGRESS,
        /** The worker: how long do these models take on that device? */
        MEASURE,
        /** The gateway: so long. */
        MEASURED,
        /** The worker: what came of it; the last word. */
        RESULT,
        /** The worker: why nothing came of it; the last word. */
        FAULT
    }

    @Override
    public void close() {
        for (NativeMemory model : models) {
            for (int at = 0; at < model.view().capacity(); at++) {
                model.view().put(at, (byte) 0);
            }
            model.close();
        }
    }
}
