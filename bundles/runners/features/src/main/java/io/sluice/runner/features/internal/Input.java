package io.sluice.runner.features.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.Obstacle;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a task on vectors works on.
 *
 * @param predecessor whose results are sent to the task
 * @param given vectors in the task's arguments, where it has no predecessor
 */
record Input(Optional<String> predecessor, List<JsonObject> given) {

    private static final String SCHEME = "task:";
    private static final int KEY_BYTES = 16;

    Input {
        given = List.copyOf(given);
    }

    /** @throws InvalidInputException where the arguments contradict the source, or a vector cannot be read */
    static Input of(TaskDispatchInfo task, Arguments arguments) {
        List<JsonObject> given = arguments.objects("Features");
        given.forEach(FeatureInfos::required);
        Optional<String> url = task.inputInfo().streamUrl();
        if (url.isPresent() == !given.isEmpty()) {
            throw Arguments.wrong("Features", "is needed where there is no StreamURL, and only there");
        }
        return new Input(url.filter(address -> address.startsWith(SCHEME)).map(address -> address.substring(SCHEME.length())), given);
    }

    Optional<Obstacle> obstacle(TaskDispatchInfo task) {
        if (!given.isEmpty()) {
            return Optional.empty();
        }
        if (predecessor.isEmpty()) {
            return Optional.of(new Obstacle(ExceptionCode.DATA_SOURCE_FAILED, "runner.source.invalid",
                    "StreamURL is not task:<id>: \"" + task.inputInfo().streamUrl().orElse("") + "\"."));
        }
        boolean declared = task.dependencies().orElse(List.of()).stream()
                .anyMatch(dependency -> dependency.taskId().equals(predecessor.get()));
        return declared ? Optional.empty() : Optional.of(new Obstacle(ExceptionCode.DATA_SOURCE_FAILED, "runner.source.undeclared",
                "The dependencies do not name task " + predecessor.get() + ", so that its results would not come here."));
    }

    /** @throws InvalidInputException where other vectors were given: which are done is known by their places */
    void demandSame(Input changed) {
        if (!given.equals(changed.given)) {
            throw Arguments.wrong("Features", "cannot be changed while the task runs");
        }
    }

    /** Names a result the same way when it is sent again, in few characters: keys of keys would grow with each task on the way. */
    static String key(TaskResultBody result) {
        String name = result.deviceId() + "/" + result.taskId() + "/"
                + result.extra().text("Key").orElseGet(() -> result.ts() + "/" + result.taskResultData());
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)), 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
