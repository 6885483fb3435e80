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
    private static final int TRUN_SIZES = 0x200;
    private static final int TFHD_SIZE = 0x10;

    private KeyFrames() {}

    /**
     * The first sample of a fragment that begins with a key frame: NAL units, each after its length in 4 bytes.
     *
     * @param fragment of that file, as {@link FragmentedFile} found it
     * @return empty where the fragment does not begin with one, or is broken
     * @throws IOException when the file cannot be read
     */
    public static Optional<ByteBuffer> first(FileChannel file, ScannedFragment fragment) throws IOException {
        if (!fragment.keyFrame() || fragment.size() > LARGEST_FRAGMENT) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) fragment.size());
        while (bytes.hasRemaining() && file.read(bytes, fragment.offset() + bytes.position()) >= 0) {
            // Until all is there.
        }
        try {
            return first(bytes.flip());
        } catch (BufferUnderflowException | IndexOutOfBoundsException broken) {
            return Optional.empty();
        }
    }

    private static Optional<ByteBuffer> first(ByteBuffer fragment) {
        Optional<ByteBuffer> moof = BoxReader.find(fragment, "moof").map(BoxReader::content);
        Optional<ByteBuffer> media = BoxReader.find(fragment, "mdat").map(BoxReader::content);
        if (moof.isEmpty() || media.isEmpty()) {
            return Optional.empty();
        }
        int size = size(moof.get());
        // Of ours the first sample is the first byte of the media data; zeros at its end belong to no sample.
        return size <= 0 || size > media.get().remaining() ? Optional.empty() : Optional.of(media.get().slice(0, size));
    }

    private static int size(ByteBuffer moof) {
        ByteBuffer trun = BoxReader.find(moof, "traf", "trun").orElseThrow(BufferUnderflowException::new).content();
        int flags = trun.getInt() & 0xFFFFFF;
        if (trun.getInt() < 1) {
            return 0;
        }
        if ((flags & TRUN_SIZES) == 0) {
            return defaultSize(BoxReader.find(moof, "traf", "tfhd").orElseThrow(BufferUnderflowException::new).content());
        }
        // Before the samples: data offset, flags of the first; in a sample the duration comes before the size.
        int skipped = 4 * Integer.bitCount(flags & 0x5) + 4 * Integer.bitCount(flags & 0x100);
        return trun.getInt(trun.position() + skipped);
    }

    private static int defaultSize(ByteBuffer tfhd) {
        int flags = tfhd.getInt() & 0xFFFFFF;
        int skipped = 4 + 8 * Integer.bitCount(flags & 0x1) + 4 * Integer.bitCount(flags & 0xA);
        return (flags & TFHD_SIZE) == 0 ? 0 : tfhd.getInt(tfhd.position() + skipped);
    }
}
