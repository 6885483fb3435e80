package io.sluice.runner.transcode.internal;

import io.sluice.runner.kit.RandomName;
import java.nio.charset.StandardCharsets;

/**
 * A task's checkpoint.
 *
 * @param camera name of the camera of the task's own, where it has one
 * @param untilMicros what was taken before is emitted, since 1970; 0 for nothing
 * @param emitted how many results were
 * @param closingMicros when the last picture was taken of the clip that is being emitted, where that was decided; 0 for none
 */
record ClipMark(String camera, long untilMicros, int emitted, long closingMicros) {

    static final String KIND = "transcode";

    static ClipMark fresh() {
        return new ClipMark(RandomName.of(KIND), 0, 0, 0);
    }

    /** @throws IllegalArgumentException where it is no such checkpoint */
    static ClipMark read(byte[] checkpoint) {
        String[] words = new String(checkpoint, StandardCharsets.UTF_8).split(" ");
        if (words.length != 4 || !RandomName.pattern(KIND).matcher(words[0]).matches()) {
            throw new IllegalArgumentException("no checkpoint of a task of transcoding");
        }
        return new ClipMark(words[0], Long.parseLong(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]));
    }

    ClipMark emitted(long until) {
        return new ClipMark(camera, until, emitted + 1, 0);
    }

    /** The clip that ends so is to be emitted, and no other, whatever comes in between. */
    ClipMark closing(long lastMicros) {
        return new ClipMark(camera, untilMicros, emitted, lastMicros);
    }

    byte[] bytes() {
        return (camera + " " + untilMicros + " " + emitted + " " + closingMicros).getBytes(StandardCharsets.UTF_8);
    }
}
