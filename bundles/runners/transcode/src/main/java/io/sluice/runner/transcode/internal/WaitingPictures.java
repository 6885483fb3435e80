package io.sluice.runner.transcode.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Pictures on the disk, one file each, named by when they were taken; of two of one moment the later to come stays. For one thread. */
final class WaitingPictures {

    private final Path folder;
    private long lastRead;

    WaitingPictures(Path folder) {
        this.folder = folder;
    }

    /** Survives a loss of power when this returns. */
    void put(long micros, byte[] picture) throws IOException {
        Files.createDirectories(folder);
        Path part = folder.resolve("part");
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(picture);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(part, folder.resolve(Long.toString(micros)), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel entries = FileChannel.open(folder)) {
            entries.force(true);
        }
    }

    /** When they were taken, in order. */
    List<Long> times() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.matches("-?\\d+"))
                    .map(Long::valueOf).sorted().toList();
        }
    }

    /** Those taken up to a moment, one after another, in order; {@link #lastRead} tells of which the last one was. */
    Iterable<byte[]> until(long micros) throws IOException {
        Iterator<Long> times = times().stream().filter(time -> time <= micros).iterator();
        return () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return times.hasNext();
            }

            @Override
            public byte[] next() {
                lastRead = times.next();
                return read(lastRead);
            }
        };
    }

    long lastRead() {
        return lastRead;
    }

    void removeUntil(long micros) throws IOException {
        for (long time : times()) {
            if (time <= micros) {
                Files.delete(folder.resolve(Long.toString(time)));
            }
        }
    }

    private byte[] read(long micros) {
        try {
            return Files.readAllBytes(folder.resolve(Long.toString(micros)));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
