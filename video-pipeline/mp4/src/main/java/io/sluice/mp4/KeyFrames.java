package io.sluice.mp4;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Reads single pictures out of a fragmented file, for who wants some of them and not the film. */
public final class KeyFrames {

    /** Some seconds of a very good camera; a larger fragment is taken as broken. */
    private static final long LARGEST_FRAGMENT = 64L << 20;
    /** Of a {@code trun}, clause 8.8.8: the data offset and the first sample's flags. */
    private static final int BEFORE_SAMPLES = 0x5;
    private static final int TRUN_DURATIONS = 0x100;
    private static final int TRUN_SIZES = 0x200;
    private static final int TRUN_FLAGS = 0x400;
    private static final int TRUN_OFFSETS = 0x800;
    private static final int NOT_SYNC = 0x10000;
    private static final int TFHD_SIZE = 0x10;

    private KeyFrames() {}

    /**
     * The first key frame of a fragment: NAL units, each after its length in 4 bytes.
     *
     * @param fragment of that file, as {@link FragmentedFile} found it
     * @return empty where the fragment has none, or is broken
     * @throws IOException when the file cannot be read
     */
    public static Optional<ByteBuffer> first(FileChannel file, ScannedFragment fragment) throws IOException {
        if (fragment.size() > LARGEST_FRAGMENT) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) fragment.size());
        while (bytes.hasRemaining() && file.read(bytes, fragment.offset() + bytes.position()) >= 0) {
            // Until all is there.
        }
        try {
            return first(bytes.flip(), fragment.keyFrame());
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static Optional<ByteBuffer> first(ByteBuffer bytes, boolean firstIsKey) {
        Optional<ByteBuffer> moof = BoxReader.find(bytes, "moof").map(BoxReader::content);
        Optional<ByteBuffer> media = BoxReader.find(bytes, "mdat").map(BoxReader::content);
        if (moof.isEmpty() || media.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer trun = BoxReader.find(moof.get(), "traf", "trun").orElseThrow(BufferUnderflowException::new).content();
        int flags = trun.getInt() & 0xFFFFFF;
        int samples = trun.getInt();
        trun.position(trun.position() + Integer.BYTES * Integer.bitCount(flags & BEFORE_SAMPLES));
        int fallback = (flags & TRUN_SIZES) == 0 ? defaultSize(moof.get()) : 0;
        // Of ours the first sample is the first byte of the media data; zeros at its end belong to no sample.
        int offset = 0;
        for (int index = 0; index < samples && offset < media.get().remaining(); index++) {
            trun.position(trun.position() + Integer.BYTES * Integer.bitCount(flags & TRUN_DURATIONS));
            int size = (flags & TRUN_SIZES) == 0 ? fallback : trun.getInt();
            boolean key = (flags & TRUN_FLAGS) == 0 ? index == 0 && firstIsKey : (trun.getInt() & NOT_SYNC) == 0;
            trun.position(trun.position() + Integer.BYTES * Integer.bitCount(flags & TRUN_OFFSETS));
            if (size <= 0 || size > media.get().remaining() - offset) {
                return Optional.empty();
            }
            if (key || index == 0 && firstIsKey) {
                return Optional.of(media.get().slice(offset, size));
            }
            offset += size;
        }
        return Optional.empty();
    }

    private static int defaultSize(ByteBuffer moof) {
        ByteBuffer tfhd = BoxReader.find(moof, "traf", "tfhd").orElseThrow(BufferUnderflowException::new).content();
        int flags = tfhd.getInt() & 0xFFFFFF;
        int skipped = 4 + 8 * Integer.bitCount(flags & 0x1) + 4 * Integer.bitCount(flags & 0xA);
        return (flags & TFHD_SIZE) == 0 ? 0 : tfhd.getInt(tfhd.position() + skipped);
    }
}
