package io.sluice.algorithm.seal;

import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A file encrypted at rest: a header of {@value #HEADER_BYTES} bytes (magic, version, cipher, chunk size, length of the plain content, salt), then chunks
 * of 64 KiB, each with its tag of 16 bytes. The file's key comes from the master key and the salt by HKDF-SHA256. A changed bit, an
 * exchanged, missing or cut-off chunk and a wrong key are noticed. No plain text is written anywhere but where the caller says,
 * and what of it was in the Java heap is wiped.
 */
public final class SealedFile {

    /** Bytes before the first chunk. */
    public static final int HEADER_BYTES = 64;

    private static final byte[] MAGIC = "SLUICESEAL".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PURPOSE = "sluice sealed file 1".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int SALT_BYTES = 32;
    private static final int CHUNK = 1 << 16;

    private SealedFile() {}

    private record Header(Cipher cipher, long length, byte[] salt, byte[] bytes) {

        long chunks() {
            return Math.max(1, (length + CHUNK - 1) / CHUNK);
        }

        long fileBytes() {
            return HEADER_BYTES + length + chunks() * Chunks.TAG_BYTES;
        }
    }

    /**
     * Encrypts all that is left in a stream.
     *
     * @param length bytes that it has
     * @throws IOException also when it has more or fewer
     */
    public static void seal(InputStream plain, long length, OutputStream out, Cipher cipher, Secret master)
            throws IOException {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        Header header = header(cipher, length, salt);
        out.write(header.bytes);
        byte[] in = new byte[CHUNK];
        byte[] sealed = new byte[CHUNK + Chunks.TAG_BYTES];
        try (Secret key = key(master, header)) {
            Chunks chunks = new Chunks(cipher, key, header.bytes);
            long left = length;
            for (long number = 0; number < header.chunks(); number++) {
                int size = plain.readNBytes(in, 0, (int) Math.min(CHUNK, left));
                if (size != Math.min(CHUNK, left)) {
                    throw new IOException("The content ends " + (left - size) + " bytes early");
                }
                left -= size;
                out.write(sealed, 0, chunks.apply(true, number, left == 0, in, size, sealed));
            }
            if (plain.read() >= 0) {
                throw new IOException("The content has more than " + length + " bytes");
            }
        } finally {
            Arrays.fill(in, (byte) 0);
        }
    }

    /** Bytes of the plain content, as the header says. @throws RejectedException as {@link #open} */
    public static long length(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return readHeader(channel, file).length;
        }
    }

    /**
     * Decrypts into memory of the caller's, who wipes it after use. When it fails, what was written is wiped.
     *
     * @param target with room for {@link #length}; direct memory, lest copies remain in the Java heap
     * @throws RejectedException {@code seal.malformed} when it is no sealed file or cut off, {@code seal.wrong} when it was changed
     *     or the key is another
     */
    public static void open(Path file, Secret master, ByteBuffer target) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Header header = readHeader(channel, file);
            if (target.remaining() < header.length) {
                throw new IllegalArgumentException("The target has room for " + target.remaining() + " bytes, not " + header.length);
            }
            int start = target.position();
            boolean done = false;
            try {
                decrypt(channel, file, header, master, target);
                done = true;
            } finally {
                if (!done) {
                    wipe(target.position(start));
                }
            }
        }
    }

    private static void decrypt(FileChannel channel, Path file, Header header, Secret master, ByteBuffer target)
            throws IOException {
        ByteBuffer in = ByteBuffer.allocate(CHUNK + Chunks.TAG_BYTES);
        // Some ciphers ask for room for the tag as well.
        byte[] plain = new byte[CHUNK + Chunks.TAG_BYTES];
        try (Secret key = key(master, header)) {
            Chunks chunks = new Chunks(header.cipher, key, header.bytes);
            long left = header.length;
            for (long number = 0; number < header.chunks(); number++) {
                int size = (int) Math.min(CHUNK, left);
                left -= size;
                in.clear().limit(size + Chunks.TAG_BYTES);
                fill(channel, in, file);
                int count = chunks.apply(false, number, left == 0, in.array(), in.limit(), plain);
                if (count != size) {
                    throw new RejectedException("seal.wrong",
                            "The encrypted file " + file.getFileName() + " was changed, or its key is lost: chunk " + number
                                    + " does not authenticate.",
                            "Import the package again.", null);
                }
                target.put(plain, 0, size);
            }
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Overwrites memory from its position to its limit with zeroes. */
    public static void wipe(ByteBuffer memory) {
        ByteBuffer all = memory.duplicate();
        while (all.remaining() >= Long.BYTES) {
            all.putLong(0);
        }
        while (all.hasRemaining()) {
            all.put((byte) 0);
        }
    }

    private static Secret key(Secret master, Header header) {
        return Hkdf.derive(master, header.salt, PURPOSE, header.cipher.keyBytes());
    }

    private static Header header(Cipher cipher, long length, byte[] salt) {
        byte[] bytes = ByteBuffer.allocate(HEADER_BYTES)
                .put(MAGIC).put((byte) VERSION).put((byte) cipher.code()).putInt(CHUNK).putLong(length).put(salt).array();
        return new Header(cipher, length, salt, bytes);
    }

    private static Header readHeader(FileChannel channel, Path file) throws IOException {
        long size = channel.size();
        if (size < HEADER_BYTES) {
            throw malformed(file, "it has only " + size + " bytes");
        }
        ByteBuffer in = ByteBuffer.allocate(HEADER_BYTES);
        fill(channel, in, file);
        in.flip();
        byte[] magic = new byte[MAGIC.length];
        in.get(magic);
        int version = in.get();
        int code = in.get();
        int chunk = in.getInt();
        long length = in.getLong();
        byte[] salt = new byte[SALT_BYTES];
        in.get(salt);
        Cipher cipher = Arrays.stream(Cipher.values()).filter(known -> known.code() == code).findFirst().orElse(null);
        if (!Arrays.equals(magic, MAGIC) || version != VERSION || cipher == null || chunk != CHUNK) {
            throw malformed(file, "it is no encrypted file, or of another version");
        }
        Header header = new Header(cipher, length, salt, in.array());
        if (length < 0 || length > size || header.fileBytes() != size) {
            throw malformed(file, "it has " + size + " bytes, which does not fit its header: cut off or damaged");
        }
        return header;
    }

    private static void fill(FileChannel channel, ByteBuffer in, Path file) throws IOException {
        while (in.hasRemaining()) {
            if (channel.read(in) < 0) {
                throw malformed(file, "it ends while it is read");
            }
        }
    }

    private static RejectedException malformed(Path file, String what) {
        return new RejectedException("seal.malformed",
                "The encrypted file " + file.getFileName() + " cannot be read: " + what + ".", "Import the package again.", null);
    }
}
