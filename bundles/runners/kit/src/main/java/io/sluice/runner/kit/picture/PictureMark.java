package io.sluice.runner.kit.picture;

import io.sluice.runner.kit.RandomName;
import java.nio.charset.StandardCharsets;

/**
 * The checkpoint of a task whose results are pictures.
 *
 * @param camera name of the camera of the task's own, where it has one
 * @param lastMicros when the last picture was taken that was emitted, since 1970; 0 for none
 * @param emitted how many pictures were
 */
public record PictureMark(String camera, long lastMicros, int emitted) {

    /** @param kind of task, such as {@code frames} */
    public static PictureMark fresh(String kind) {
        return new PictureMark(RandomName.of(kind), 0, 0);
    }

    /** @throws IllegalArgumentException where it is no such checkpoint */
    public static PictureMark read(String kind, byte[] checkpoint) {
        String[] words = new String(checkpoint, StandardCharsets.UTF_8).split(" ");
        if (words.length != 3 || !RandomName.pattern(kind).matcher(words[0]).matches()) {
            throw new IllegalArgumentException("no checkpoint of a task of " + kind);
        }
        return new PictureMark(words[0], Long.parseLong(words[1]), Integer.parseInt(words[2]));
    }

    public PictureMark emitted(long micros) {
        return new PictureMark(camera, micros, emitted + 1);
    }

    public byte[] bytes() {
        return (camera + " " + lastMicros + " " + emitted).getBytes(StandardCharsets.UTF_8);
    }
}
