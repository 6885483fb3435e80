package io.sluice.runner.frames.internal;

import io.sluice.runner.kit.RandomName;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A task's checkpoint.
 *
 * @param camera name of the camera of the task's own, where it has one
 * @param lastMicros when the last picture was taken that was emitted, since 1970; 0 for none
 * @param emitted how many pictures were
 */
record Mark(String camera, long lastMicros, int emitted) {

    /** Cameras of tasks of frame extraction, and no others. */
    static final Pattern CAMERA = RandomName.pattern("frames");

    static Mark fresh() {
        return new Mark(RandomName.of("frames"), 0, 0);
    }

    /** @throws IllegalArgumentException where it is no such checkpoint */
    static Mark read(byte[] checkpoint) {
        String[] words = new String(checkpoint, StandardCharsets.UTF_8).split(" ");
        if (words.length != 3 || !CAMERA.matcher(words[0]).matches()) {
            throw new IllegalArgumentException("no checkpoint of a task of frame extraction");
        }
        return new Mark(words[0], Long.parseLong(words[1]), Integer.parseInt(words[2]));
    }

    Mark emitted(long micros) {
        return new Mark(camera, micros, emitted + 1);
    }

    byte[] bytes() {
        return (camera + " " + lastMicros + " " + emitted).getBytes(StandardCharsets.UTF_8);
    }
}
