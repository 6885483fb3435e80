package io.sluice.runner.inference.internal;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A task's checkpoint. The camera's name is drawn once for each round of a task, so that all results under it are of this round,
 * and none is met again when a task is started anew.
 *
 * @param camera the task's own camera
 * @param emitted id of the last stored result that was emitted; 0 for none
 */
record Mark(String camera, long emitted) {

    /** Cameras of tasks of inference, and no others. */
    static final Pattern CAMERA = Pattern.compile("inference-[0-9a-f]{32}");

    private static final SecureRandom RANDOM = new SecureRandom();

    static Mark fresh() {
        byte[] name = new byte[16];
        RANDOM.nextBytes(name);
        return new Mark("inference-" + HexFormat.of().formatHex(name), 0);
    }

    /** @throws IllegalArgumentException where it is no such checkpoint */
    static Mark read(byte[] checkpoint) {
        String[] words = new String(checkpoint, StandardCharsets.UTF_8).split(" ");
        if (words.length != 2 || !CAMERA.matcher(words[0]).matches()) {
            throw new IllegalArgumentException("no checkpoint of a task of inference");
        }
        return new Mark(words[0], Long.parseLong(words[1]));
    }

    Mark emitted(long id) {
        return new Mark(camera, id);
    }

    byte[] bytes() {
        return (camera + " " + emitted).getBytes(StandardCharsets.UTF_8);
    }
}
