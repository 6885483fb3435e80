package io.sluice.runner.aggregation.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResult;
import io.sluice.api.message.TaskResultBody;
import io.sluice.protocol.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

/**
 * A result of another task that came.
 *
 * @param id the same for the same result, whichever way it came
 * @param mark place of its task among the dependencies
 * @param bytes of its message
 */
record Input(String id, int mark, TaskResultBody body, int bytes) {

    /** By time; of the same time by the order of the dependencies, then by task. */
    static final Comparator<Input> ORDER = Comparator.comparingLong(Input::millis).thenComparingInt(Input::mark)
            .thenComparing(Input::task).thenComparing(Input::id);

    private static final String KEY = "Key";
    private static final long MOST_AHEAD_MILLIS = 24 * 3600 * 1000L;
    private static final int ID_BYTES = 16;

    /**
     * @param tasks that results are taken of, in the order of the dependencies
     * @throws RejectedException when it is of another task
     * @throws InvalidInputException when its time cannot be
     */
    static Input of(TaskResultBody body, List<String> tasks, Instant now) {
        int mark = tasks.indexOf(body.taskId());
        if (mark < 0) {
            throw new RejectedException("runner.input.unexpected", "Results of task " + body.taskId() + " are not waited for.", "",
                    null);
        }
        if (body.ts() < 0 || body.ts() > now.toEpochMilli() + MOST_AHEAD_MILLIS) {
            throw new InvalidInputException("runner.input.time", "MessageBody/Ts",
                    "The time of the result, " + body.ts() + " ms, is before 1970 or more than a day ahead.", "Set the sender's clock.");
        }
        byte[] message = message(body);
        byte[] named = body.extra().text(KEY).map(key -> key.getBytes(StandardCharsets.UTF_8)).orElse(message);
        return new Input(digest(body.deviceId(), body.taskId(), named), mark, body, message.length);
    }

    static byte[] message(TaskResultBody body) {
        return new MessageCodec().encode(new TaskResult(OptionalInt.empty(), body));
    }

    long millis() {
        return body.ts();
    }

    String task() {
        return body.taskId();
    }

    /** Where it came from, as results tell it. */
    JsonObject source() {
        JsonObject.Builder told = JsonObject.builder().put("TaskID", body.taskId()).put("DeviceID", body.deviceId());
        body.extra().text(KEY).ifPresent(key -> told.put(KEY, key));
        return told.build();
    }

    private static String digest(String device, String task, byte[] named) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((device + '\n' + task + '\n').getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(named), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
