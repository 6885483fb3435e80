package io.sluice.runner.compression.internal;

import java.nio.charset.StandardCharsets;

/**
 * A task's checkpoint.
 *
 * @param made name of the version that it makes: no other of its algorithm had it when the task began, so what has it now was made
 *     by this task
 * @param job id of its latest job; empty for none
 */
record Mark(String made, String job) {

    private static final String BETWEEN = "\n";

    /** @throws IllegalArgumentException where it is no such checkpoint */
    static Mark read(byte[] checkpoint) {
        String[] lines = new String(checkpoint, StandardCharsets.UTF_8).split(BETWEEN, -1);
        if (lines.length != 2 || lines[0].isEmpty()) {
            throw new IllegalArgumentException("no checkpoint of a task of compression");
        }
        return new Mark(lines[0], lines[1]);
    }

    Mark job(String id) {
        return new Mark(made, id);
    }

    byte[] bytes() {
        return (made + BETWEEN + job).getBytes(StandardCharsets.UTF_8);
    }
}
