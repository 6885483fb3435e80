package io.sluice.runner.inference.internal;

import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.TaskResult;
import io.sluice.api.message.TaskResultBody;
import io.sluice.protocol.MessageCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Results of another task that wait to be looked at, a file each, in the order in which they came. Thread-safe. */
final class KeptResults {

    private static final Logger LOG = LoggerFactory.getLogger(KeptResults.class);
    private static final int MOST = 256;
    private static final String NAME = "%020d.json";

    private final Path folder;
    private final TreeSet<String> names = new TreeSet<>();
    private long next;

    /** Takes up what an earlier run left. */
    KeptResults(Path folder) {
        this.folder = folder;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.matches("\\d{20}\\.json")) {
                    names.add(name);
                    next = Math.max(next, Long.parseLong(name.substring(0, 20)) + 1);
                } else {
                    Files.delete(file);
                }
            }
        } catch (IOException error) {
            throw failed(error);
        }
    }

    synchronized int size() {
        return names.size();
    }

    /** Survives a loss of power when this returns. */
    synchronized void add(TaskResultBody result) {
        if (names.size() >= MOST) {
            throw new UnavailableException("runner.input.full", names.size() + " results wait already.",
                    "Send it again in some seconds.", null);
        }
        String name = String.format(NAME, next);
        Path aside = folder.resolve(name + ".part");
        try {
            try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer message = ByteBuffer.wrap(new MessageCodec().encode(new TaskResult(OptionalInt.empty(), result)));
                while (message.hasRemaining()) {
                    channel.write(message);
                }
                channel.force(true);
            }
            Files.move(aside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel entries = FileChannel.open(folder)) {
                entries.force(true);
            }
        } catch (IOException error) {
            throw failed(error);
        }
        next++;
        names.add(name);
    }

    /** The one that waits longest; one that is damaged is left out. */
    synchronized Optional<TaskResultBody> first() {
        while (!names.isEmpty()) {
            Path file = folder.resolve(names.first());
            try {
                return Optional.of(((TaskResult) new MessageCodec().decodeCommand(Files.readAllBytes(file))).messageBody());
            } catch (IOException | SluiceException damaged) {
                LOG.warn("{} is no result of a task; it is left out", file, damaged);
                removeFirst();
            }
        }
        return Optional.empty();
    }

    synchronized void removeFirst() {
        Path file = folder.resolve(names.first());
        try {
            Files.deleteIfExists(file);
        } catch (IOException error) {
            throw failed(error);
        }
        names.pollFirst();
    }

    private static UnavailableException failed(IOException error) {
        return new UnavailableException("runner.scratch.failed", "Results cannot be kept: " + error,
                "See the free space and the rights of the data folder.", error);
    }
}
