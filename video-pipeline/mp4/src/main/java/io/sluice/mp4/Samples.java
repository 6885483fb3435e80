package io.sluice.mp4;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the samples of a fragment with their data, for who plays a recording or looks at single pictures of it. */
public final class Samples {

    /** Some seconds of a very good camera; a larger fragment is taken as broken. */
    private static final long LARGEST_FRAGMENT = 64L << 20;
    /** Of a {@code trun}, clause 8.8.8: the data offset and the first sample's flags. */
    private static final int BEFORE_SAMPLES = 0x5;
    private static final int DURATIONS = 0x100;
    private static final int SIZES = 0x200;
    private static final int FLAGS = 0x400;
    private static final int OFFSETS = 0x800;
    private static final int NOT_SYNC = 0x10000;
    private static final int TFHD_SIZE = 0x10;

    private final ScannedFragment fragment;
    private final ByteBuffer media;
    private final ByteBuffer trun;
    private final int flags;
    private final int count;
    private final int defaultSize;

    private Samples(ScannedFragment fragment, ByteBuffer bytes) {
        this.fragment = fragment;
        ByteBuffer moof = BoxReader.find(bytes, "moof").orElseThrow(BufferUnderflowException::new).content();
        media = BoxReader.find(bytes, "mdat").orElseThrow(BufferUnderflowException::new).content();
        trun = BoxReader.find(moof, "traf", "trun").orElseThrow(BufferUnderflowException::new).content();
        flags = trun.getInt() & 0xFFFFFF;
        count = trun.getInt();
        trun.position(trun.position() + Integer.BYTES * Integer.bitCount(flags & BEFORE_SAMPLES));
        defaultSize = has(SIZES) ? 0 : defaultSize(moof);
    }

    /**
     * One coded picture.
     *
     * @param data NAL units, each after its length in 4 bytes
     * @param decodeTime 1/90 000 s where the file's timescale is ours
     * @param presentationTime as decodeTime
     * @param keyFrame whether decoding can begin here
     */
    public record Sample(ByteBuffer data, long decodeTime, long presentationTime, boolean keyFrame) {}

    /**
     * The samples of a fragment, in order of decoding.
     *
     * @param fragment of that file, as {@link FragmentedFile} found it
     * @return those before the first that is broken
     * @throws IOException when the file cannot be read
     */
    public static List<Sample> of(FileChannel file, ScannedFragment fragment) throws IOException {
        List<Sample> found = new ArrayList<>();
        if (fragment.size() > LARGEST_FRAGMENT) {
            return found;
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) fragment.size());
        while (bytes.hasRemaining() && file.read(bytes, fragment.offset() + bytes.position()) >= 0) {
            // Until all is there.
        }
        try {
            new Samples(fragment, bytes.flip()).read(found);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException broken) {
            // What was found before stands.
            return found;
        }
        return found;
    }

    private void read(List<Sample> found) {
        // Of ours the first sample is the first byte of the media data; zeros at its end belong to no sample.
        int offset = 0;
        long time = fragment.decodeTime();
        for (int index = 0; index < count; index++) {
            long duration = has(DURATIONS) ? trun.getInt() & 0xFFFFFFFFL : fragment.duration() / count;
            int size = has(SIZES) ? trun.getInt() : defaultSize;
            boolean key = has(FLAGS) && (trun.getInt() & NOT_SYNC) == 0 || index == 0 && fragment.keyFrame();
            int shift = has(OFFSETS) ? trun.getInt() : 0;
            if (size <= 0 || size > media.remaining() - offset) {
                return;
            }
            found.add(new Sample(media.slice(offset, size), time, time + shift, key));
            offset += size;
            time += duration;
        }
    }

    private boolean has(int field) {
        return (flags & field) != 0;
    }

    private static int defaultSize(ByteBuffer moof) {
        Optional<BoxReader> box = BoxReader.find(moof, "traf", "tfhd");
        ByteBuffer tfhd = box.orElseThrow(BufferUnderflowException::new).content();
        int flags = tfhd.getInt() & 0xFFFFFF;
        int skipped = 4 + 8 * Integer.bitCount(flags & 0x1) + 4 * Integer.bitCount(flags & 0xA);
        return (flags & TFHD_SIZE) == 0 ? 0 : tfhd.getInt(tfhd.position() + skipped);
    }
}
