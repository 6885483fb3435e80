package io.sluice.bench.recovery;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A disk of some megabytes in memory, which a stranger's file fills. */
final class SmallDisk implements AutoCloseable {

    private static final int STEP = 64 * 1024;

    private final Path root;
    private final Path hog;

    private SmallDisk(Path root) {
        this.root = root;
        hog = root.resolve("hog");
    }

    /** Empty where mounting is not allowed. */
    static Optional<SmallDisk> mount(Path root) throws IOException, InterruptedException {
        Files.createDirectories(root);
        return run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", root.toString())
                ? Optional.of(new SmallDisk(root))
                : Optional.empty();
    }

    Path root() {
        return root;
    }

    /** Leaves no more free than this; called again, takes what was freed meanwhile. */
    void fill(long free) throws IOException {
        try (OutputStream out = Files.newOutputStream(hog, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (root.toFile().getUsableSpace() > free) {
                out.write(new byte[STEP]);
            }
        }
    }

    /** There is room again. */
    void free() throws IOException {
        Files.delete(hog);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (!run("umount", "-l", root.toString())) {
            throw new IOException(root + " stays mounted");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
