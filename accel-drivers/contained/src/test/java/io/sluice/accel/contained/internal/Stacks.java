package io.sluice.accel.contained.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What threads of another process do, as Linux tells. */
final class Stacks {

    private Stacks() {}

    /** Whether a thread waits in {@code pause()}, as the stand-in's library does when it hangs. */
    static boolean inLibrary(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.anyMatch(thread -> read(thread.resolve("syscall")).startsWith("34 ")
                    || read(thread.resolve("wchan")).contains("pause"));
        } catch (IOException gone) {
            return false;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }
}
