package io.sluice.recorder.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Whether recordings can be written: makes room by retention, and after a failure tries before it says yes again.
 * Used by one thread.
 */
final class Storage {

    private static final int PROBE_BYTES = 64 << 10;
    private static final String PROBE = ".probe";

    private final Path root;
    private final Retention retention;
    private Limits limits;
    private boolean failed;

    Storage(Path root, Retention retention, Limits limits) {
        this.root = root;
        this.retention = retention;
        this.limits = limits;
    }

    void limit(Limits next) {
        limits = next;
    }

    /** A write failed: from now on writing is tried before it is taken to be possible. */
    Blockage failed(IOException cause) {
        failed = true;
        return Blockage.of(root, cause, free(), needed());
    }

    /** What stands against writing now, after making what room can be made. */
    Optional<Blockage> check() {
        try {
            Files.createDirectories(root);
            while (free() < needed() && retention.deleteOldest()) {
                // Deleting is in the condition.
            }
            if (free() < needed()) {
                failed = true;
                return Optional.of(Blockage.noRoom(root, free(), needed()));
            }
            if (failed) {
                probe();
                failed = false;
            }
            if (limits.maxBytes() > 0) {
                retention.bySize(limits.maxBytes());
            }
            return Optional.empty();
        } catch (IOException error) {
            return Optional.of(failed(error));
        }
    }

    /** After a failure some room more is wanted, so that recording does not begin and end every second. */
    private long needed() {
        return limits.minFreeBytes() + (failed ? 4L * PROBE_BYTES : 0);
    }

    private long free() {
        return root.toFile().getUsableSpace();
    }

    private void probe() throws IOException {
        Path file = root.resolve(PROBE);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer zeros = ByteBuffer.allocate(PROBE_BYTES);
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
