package io.sluice.runner.aggregation.internal;

import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.Command;
import io.sluice.api.message.TaskResult;
import io.sluice.protocol.MessageCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The results that came and were not worked on yet, in their order: in memory, and each as a file, so that its sender can forget it.
 * Not thread-safe.
 */
final class Waiting {

    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final int MOST = 4096;
    private static final long MOST_BYTES = 64L << 20;
    private static final String ENDING = ".json";

    private final Path folder;
    private final TreeSet<Input> inputs = new TreeSet<>(Input.ORDER);
    private final Set<String> ids = new HashSet<>();
    private long bytes;

    /**
     * Takes up what an earlier run left.
     *
     * @param done all up to this time was worked on
     */
    Waiting(Path folder, List<String> tasks, long done) {
        this.folder = folder;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                load(file, tasks, done);
            }
        } catch (IOException error) {
            throw new UnavailableException("runner.scratch.failed", "The results that wait cannot be read: " + error,
                    "See the disk and the rights of " + folder + ".", error);
        }
    }

    private void load(Path file, List<String> tasks, long done) throws IOException {
        if (!file.getFileName().toString().endsWith(ENDING)) {
            Files.delete(file);
            return;
        }
        try {
            Command command = new MessageCodec().decodeCommand(Files.readAllBytes(file));
            Input input = Input.of(((TaskResult) command).messageBody(), tasks, Instant.now());
            if (input.millis() > done) {
                put(input);
            } else {
                Files.delete(file);
            }
        } catch (SluiceException damaged) {
            LOG.warn("{} is no result of a task before this one; it is left out", file, damaged);
            Files.delete(file);
        }
    }

    boolean full() {
        return inputs.size() >= MOST || bytes >= MOST_BYTES;
    }

    boolean has(String id) {
        return ids.contains(id);
    }

    int size() {
        return inputs.size();
    }

    /** In their order. */
    List<Input> all() {
        return List.copyOf(inputs);
    }

    /** Those of a time and before, in their order. */
    List<Input> upTo(long millis) {
        return inputs.stream().takeWhile(input -> input.millis() <= millis).toList();
    }

    /** Survives a loss of power when this returns. */
    void add(Input input) {
        Path file = file(input);
        Path aside = folder.resolve(input.id() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer message = ByteBuffer.wrap(Input.message(input.body()));
                while (message.hasRemaining()) {
                    channel.write(message);
                }
                channel.force(true);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel entries = FileChannel.open(folder)) {
                entries.force(true);
            }
        } catch (IOException error) {
            throw new UnavailableException("runner.scratch.failed", "A result cannot be kept: " + error,
                    "See the free space of the data folder.", error);
        }
        put(input);
    }

    /** Worked on. */
    void remove(List<Input> done) {
        for (Input input : done) {
            if (inputs.remove(input)) {
                ids.remove(input.id());
                bytes -= input.bytes();
            }
            try {
                Files.deleteIfExists(file(input));
            } catch (IOException left) {
                LOG.warn("{} is left for the next start", file(input), left);
            }
        }
    }

    private void put(Input input) {
        inputs.add(input);
        ids.add(input.id());
        bytes += input.bytes();
    }

    private Path file(Input input) {
        return folder.resolve(input.id() + ENDING);
    }
}
