package io.sluice.parts.internal;

import io.sluice.api.error.InvalidInputException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Compression of parts by DEFLATE in the form of zlib (RFC 1950), where it gains: pictures and clips mostly are compressed already. */
final class Packing {

    static final String DEFLATE = "deflate";

    private static final int SAMPLE = 1 << 16;

    private Packing() {}

    /** Empty where less than a tenth is gained. */
    static Optional<byte[]> pack(byte[] content) {
        // A glance at the middle saves compressing what does not gain.
        int length = Math.min(SAMPLE, content.length);
        int from = (content.length - length) / 2;
        return deflate(content, from, length).flatMap(sample ->
                length == content.length ? Optional.of(sample) : deflate(content, 0, content.length));
    }

    private static Optional<byte[]> deflate(byte[] content, int from, int length) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(content, from, length);
            deflater.finish();
            byte[] packed = new byte[length / 10 * 9];
            int written = 0;
            while (!deflater.finished() && written < packed.length) {
                written += deflater.deflate(packed, written, packed.length - written);
            }
            return deflater.finished() ? Optional.of(Arrays.copyOf(packed, written)) : Optional.empty();
        } finally {
            deflater.end();
        }
    }

    /**
     * @param size of what comes out, exactly
     * @throws InvalidInputException when something else comes out
     */
    static byte[] unpack(byte[] packed, int size) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            byte[] content = new byte[size];
            int read = 0;
            while (read < size) {
                int some = inflater.inflate(content, read, size - read);
                if (some == 0 && (inflater.finished() || inflater.needsInput() || inflater.needsDictionary())) {
                    throw wrong("it ends after " + read + " of " + size + " bytes");
                }
                read += some;
            }
            if (inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
                throw wrong("there is more than " + size + " bytes");
            }
            return content;
        } catch (DataFormatException broken) {
            throw wrong(String.valueOf(broken.getMessage()));
        } finally {
            inflater.end();
        }
    }

    private static InvalidInputException wrong(String what) {
        return new InvalidInputException("parts.encoding.wrong", "Encoding", "The part cannot be unpacked: " + what + ".",
                "See what the sender made of it.");
    }
}
