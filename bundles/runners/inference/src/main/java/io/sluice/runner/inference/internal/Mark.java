package io.sluice.runner.inference.internal;

import io.sluice.runner.kit.RandomName;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A task's checkpoint. The camera's name is drawn once for each round of a task, so that all results under it are of this round,
 * and none is met again when a task is started anew.
 *
 * @param camera the task's own camera
 * @param emitted id of the last stored result that was emitted; 0 for none
 * @param micros when the picture of the last result was taken, since 1970, of a task for a recorded range; 0 for none
 */
record Mark(String camera, long emitted, long micros) {

    /** Cameras of tasks of inference, and no others. */
    static final Pattern CAMERA = RandomName.pattern("inference");

    static Mark fresh() {
        return new Mark(RandomName.of("inference"), 0, 0);
    }

    /** @throws IllegalArgumentException where it is no such checkpoint */
    static Mark read(byte[] checkpoint) {
        String[] words = new String(checkpoint, StandardCharsets.UTF_8).split(" ");
        if (words.length < 2 || words.length > 3 || !CAMERA.matcher(words[0]).matches()) {
            throw new IllegalArgumentException("no checkpoint of a task of inference");
        }
        // Two words are of a version that knew no recordings.
        return new Mark(words[0], Long.parseLong(words[1]), words.length == 3 ? Long.parseLong(words[2]) : 0);
    }

    Mark emitted(long id) {
        return new Mark(camera, id, micros);
    }

    Mark emitted(long id, long takenMicros) {
        return new Mark(camera, id, takenMicros);
    }

    byte[] bytes() {
        return (camera + " " + emitted + " " + micros).getBytes(StandardCharsets.UTF_8);
    }
}
