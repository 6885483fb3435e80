package io.sluice.models.internal.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real file system of a few megabytes, which only the super-user can mount. */
final class SmallDisk implements AutoCloseable {

    private final Path folder;

    SmallDisk(int megabytes) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("sluice-disk");
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
        if (!mounted) {
            Files.delete(folder);
        }
        assumeTrue(mounted, "skipped: a file system can be mounted by the super-user only");
    }

    Path folder() {
        return folder;
    }

    /** Fills what is free with a file of no use, but for some bytes. */
    Path fill(long left) throws IOException {
        Path ballast = folder.resolve("ballast");
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] zeros = new byte[4096];
            while (folder.toFile().getUsableSpace() > left) {
                out.write(zeros);
            }
        }
        return ballast;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (!run("umount", folder.toString())) {
            throw new IOException("could not unmount " + folder);
        }
        Files.delete(folder);
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
