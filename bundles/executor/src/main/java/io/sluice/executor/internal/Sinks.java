package io.sluice.executor.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.ResultSink;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.Messages;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who takes results that no task here waits for; each of them gets each. Thread-safe. */
final class Sinks {

    private final List<ResultSink> sinks = new CopyOnWriteArrayList<>();
    private final MessageCodec codec = new MessageCodec();

    void add(ResultSink sink) {
        sinks.add(sink);
    }

    void remove(ResultSink sink) {
        sinks.remove(sink);
    }

    /**
     * Survives a loss of power with all that can use it when this returns.
     *
     * @param key of the result, where its sender gave one
     * @throws NotFoundException when there is nobody
     * @throws InvalidInputException when nobody can use it
     * @throws io.sluice.api.error.UnavailableException when one cannot take it at present; the others know it again by its key
     */
    void take(String sender, Optional<String> key, TaskResultBody result) {
        String name = key.orElseGet(() -> digest(result));
        Optional<InvalidInputException> refusal = Optional.empty();
        boolean taken = false;
        for (ResultSink sink : sinks) {
            try {
                sink.take(sender, name, result);
                taken = true;
            } catch (InvalidInputException useless) {
                refusal = Optional.of(useless);
            }
        }
        if (!taken) {
            throw refusal.<RuntimeException>map(reason -> reason).orElseGet(() -> new NotFoundException("executor.result.unexpected",
                    "No task of this node waits for results of task " + result.taskId() + "."));
        }
    }

    /** A result without a key is the same where it says the same. */
    private String digest(TaskResultBody result) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(codec.encode(Messages.TASK_RESULT_BODY, result)), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
