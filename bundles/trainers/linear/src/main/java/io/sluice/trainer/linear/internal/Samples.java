package io.sluice.trainer.linear.internal;

import io.sluice.api.error.UnavailableException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Samples on the disk, appended as they come. What a crash left half at the end is cut off. All have the length of the first. Not
 * thread-safe.
 */
final class Samples implements AutoCloseable {

    static final int MOST = 100_000;
    /** Floats in memory. */
    private static final long MOST_VALUES = 16L << 20;
    private static final int LONGEST_RECORD = 1 << 16;

    private final FileChannel file;
    private final Set<String> names = new HashSet<>();
    private final List<Sample> all = new ArrayList<>();
    private long values;

    Samples(Path path) {
        try {
            long good = Files.exists(path) ? load(path) : 0;
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            file.truncate(good);
            file.position(good);
        } catch (IOException error) {
            throw failed(error);
        }
    }

    List<Sample> all() {
        return List.copyOf(all);
    }

    int size() {
        return all.size();
    }

    boolean full() {
        return all.size() >= MOST || values >= MOST_VALUES;
    }

    /** Keeps those that are new and as long as the first; they survive a loss of power when this returns. */
    void add(List<Sample> samples) {
        List<Sample> fresh = new ArrayList<>();
        int length = all.isEmpty() ? samples.isEmpty() ? 0 : samples.get(0).vector().length : all.get(0).vector().length;
        for (Sample sample : samples) {
            if (sample.vector().length == length && !names.contains(sample.name())) {
                fresh.add(sample);
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        try {
            long before = file.position();
            try {
                for (Sample sample : fresh) {
                    ByteBuffer record = record(sample);
                    while (record.hasRemaining()) {
                        file.write(record);
                    }
                }
                file.force(true);
            } catch (IOException half) {
                file.truncate(before);
                throw half;
            }
        } catch (IOException error) {
            throw failed(error);
        }
        fresh.forEach(this::keep);
    }

    private void keep(Sample sample) {
        if (names.add(sample.name())) {
            all.add(sample);
            values += sample.vector().length;
        }
    }

    private static ByteBuffer record(Sample sample) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(sample.name());
            out.writeUTF(sample.group());
            out.writeUTF(sample.label());
            out.writeInt(sample.vector().length);
            for (float value : sample.vector()) {
                out.writeFloat(value);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        CRC32 sum = new CRC32();
        sum.update(bytes.toByteArray());
        return ByteBuffer.allocate(8 + bytes.size()).putInt(bytes.size()).putInt((int) sum.getValue()).put(bytes.toByteArray()).flip();
    }

    /** @return how far the file is good */
    private long load(Path path) throws IOException {
        long good = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
            while (true) {
                int length = in.readInt();
                int sum = in.readInt();
                if (length <= 0 || length > LONGEST_RECORD) {
                    return good;
                }
                byte[] record = in.readNBytes(length);
                CRC32 found = new CRC32();
                found.update(record);
                if (record.length < length || (int) found.getValue() != sum) {
                    return good;
                }
                keep(sample(record));
                good += 8L + length;
            }
        } catch (EOFException end) {
            return good;
        }
    }

    private static Sample sample(byte[] record) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
        String name = in.readUTF();
        String group = in.readUTF();
        String label = in.readUTF();
        float[] vector = new float[in.readInt()];
        for (int index = 0; index < vector.length; index++) {
            vector[index] = in.readFloat();
        }
        return new Sample(name, group, label, vector);
    }

    private static UnavailableException failed(IOException error) {
        return new UnavailableException("trainer.samples.failed", "Samples cannot be kept: " + error,
                "See the free space of the data folder.", error);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException error) {
            throw failed(error);
        }
    }
}
