package io.sluice.support.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real file system of a few megabytes, which only the super-user can mount: else the test is skipped. */
public final class SmallDisk implements AutoCloseable {

    private final Path folder;

    public SmallDisk(int megabytes) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("sluice-disk");
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
        if (!mounted) {
            Files.delete(folder);
        }
        assumeTrue(mounted, "skipped: a file system can be mounted by the super-user only");
    }

    public Path folder() {
        return folder;
    }

    /** Fills what is free with a file of no use, but for some bytes. */
    public Path fill(long left) throws IOException {
        Path ballast = folder.resolve("ballast");
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] zeros = new byte[4096];
            while (folder.toFile().getUsableSpace() > left) {
                out.write(zeros);
            }
        }
        return ballast;
    }

    /** Remounts it so that it can be written, or cannot. */
    public void writable(boolean writable) throws IOException, InterruptedException {
        if (!run("mount", "-o", "remount," + (writable ? "rw" : "ro"), folder.toString())) {
            throw new IOException("could not remount");
        }
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
