package io.sluice.models.internal.store;

import io.sluice.api.model.PackageContent;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A large file as encrypted segments, of which one at a time is decrypted, so that any part of it can be read in bounded
 * memory. The segments' numbers are part of their keys: they cannot change places.
 */
final class SealedSegments implements PackageContent {

    static final int SEGMENT = 4 << 20;

    private final Vault vault;
    private final Path folder;
    private final String purpose;
    private final long bytes;

    SealedSegments(Vault vault, Path folder, String purpose, long bytes) {
        this.vault = vault;
        this.folder = folder;
        this.purpose = purpose;
        this.bytes = bytes;
    }

    /** Whole or not there at all. */
    static void seal(Vault vault, Path plain, Path folder, String purpose) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path aside = Durable.aside(folder);
        delete(aside);
        Files.createDirectory(aside);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(plain), 1 << 16)) {
            long left = Files.size(plain);
            for (int number = 0; left > 0; number++) {
                long size = Math.min(SEGMENT, left);
                vault.seal(new Bounded(in, size), size, aside.resolve(Integer.toString(number)), purpose + "/" + number);
                left -= size;
            }
            Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
            Durable.force(folder.getParent());
        } catch (IOException | RuntimeException error) {
            delete(aside);
            throw error;
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(folder);
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void write(long from, long count, OutputStream out) throws IOException {
        if (from < 0 || count < 0 || from + count > bytes) {
            throw new IllegalArgumentException(from + "+" + count + " lies outside of " + bytes + " bytes");
        }
        for (long at = from; at < from + count; ) {
            int number = (int) (at / SEGMENT);
            int inside = (int) (at % SEGMENT);
            int part = (int) Math.min(SEGMENT - inside, from + count - at);
            try (Vault.Unsealed segment = vault.open(folder.resolve(Integer.toString(number)), purpose + "/" + number)) {
                ByteBuffer plain = segment.bytes().position(inside).limit(inside + part);
                Channels.newChannel(out).write(plain);
            }
            at += part;
        }
    }

    /** Nothing is open between two writes. */
    @Override
    public void close() {}

    private static final class Bounded extends InputStream {

        private final InputStream in;
        private long left;

        Bounded(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            int value = left > 0 ? in.read() : -1;
            left -= value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return length == 0 ? 0 : -1;
            }
            int count = in.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}
