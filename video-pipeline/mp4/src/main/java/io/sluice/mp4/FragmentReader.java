package io.sluice.mp4;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** Collects what the boxes of one fragment say. */
final class FragmentReader {

    private static final int NOT_SYNC = 0x10000;

    private final TrackReader track;
    private long decodeTime;
    private long duration;
    private int samples;
    private boolean keyFrame;
    private OptionalLong wallClockMicros = OptionalLong.empty();
    private OptionalLong firstSequence = OptionalLong.empty();
    private OptionalLong run = OptionalLong.empty();

    FragmentReader(TrackReader track) {
        this.track = track;
    }

    boolean hasSamples() {
        return samples > 0;
    }

    /** @throws BufferUnderflowException when the box is broken; so do the others */
    void moof(ByteBuffer moof) {
        ByteBuffer traf = BoxReader.find(moof, "traf").orElseThrow(BufferUnderflowException::new).content();
        ByteBuffer header = BoxReader.find(traf, "tfhd").orElseThrow(BufferUnderflowException::new).content();
        int flags = header.getInt() & 0xFFFFFF;
        header.getInt();
        skip(header, (flags & 0x1) != 0 ? 8 : 0);
        skip(header, (flags & 0x2) != 0 ? 4 : 0);
        int defaultDuration = (flags & 0x8) != 0 ? header.getInt() : track.defaultDuration();
        skip(header, (flags & 0x10) != 0 ? 4 : 0);
        int defaultFlags = (flags & 0x20) != 0 ? header.getInt() : track.defaultFlags();
        ByteBuffer time = BoxReader.find(traf, "tfdt").orElseThrow(BufferUnderflowException::new).content();
        decodeTime = time.getInt() >>> 24 == 1 ? time.getLong() : time.getInt() & 0xFFFFFFFFL;
        ByteBuffer boxes = traf.duplicate();
        while (boxes.hasRemaining()) {
            BoxReader.next(boxes)
                    .filter(box -> box.type() == BoxReader.type("trun"))
                    .ifPresent(box -> trun(box.content(), defaultDuration, defaultFlags));
        }
    }

    void prft(ByteBuffer prft) {
        prft.getInt();
        prft.getInt();
        long ntp = prft.getLong();
        long seconds = (ntp >>> 32) - FragmentHead.NTP_OFFSET;
        wallClockMicros = OptionalLong.of(seconds * 1_000_000 + ((ntp & 0xFFFFFFFFL) * 1_000_000 >>> 32));
    }

    void uuid(ByteBuffer uuid) {
        if (uuid.getLong() == FragmentHead.PLACE.getMostSignificantBits()
                && uuid.getLong() == FragmentHead.PLACE.getLeastSignificantBits()) {
            uuid.getInt();
            firstSequence = OptionalLong.of(uuid.getLong());
            run = OptionalLong.of(uuid.getLong());
        }
    }

    ScannedFragment end(long offset, long size) {
        return new ScannedFragment(
                offset, size, decodeTime, duration, samples, keyFrame, wallClockMicros, firstSequence, run);
    }

    private void trun(ByteBuffer trun, int defaultDuration, int defaultFlags) {
        int flags = trun.getInt() & 0xFFFFFF;
        int count = trun.getInt();
        skip(trun, (flags & 0x1) != 0 ? 4 : 0);
        int firstFlags = (flags & 0x4) != 0 ? trun.getInt() : defaultFlags;
        int fields = Integer.bitCount(flags & 0xF00);
        if (count < 0 || 4L * fields * count > trun.remaining()) {
            throw new BufferUnderflowException();
        }
        if (samples == 0 && count > 0) {
            boolean flagged = (flags & 0x400) != 0;
            int at = trun.position() + 4 * Integer.bitCount(flags & 0x300);
            keyFrame = ((flagged ? trun.getInt(at) : firstFlags) & NOT_SYNC) == 0;
        }
        samples = Math.addExact(samples, count);
        duration += (flags & 0x100) != 0 ? durations(trun, count, fields) : count * (defaultDuration & 0xFFFFFFFFL);
    }

    /** The duration comes first among a sample's fields. */
    private static long durations(ByteBuffer trun, int count, int fields) {
        long sum = 0;
        for (int index = 0; index < count; index++) {
            sum += trun.getInt(trun.position() + 4 * fields * index) & 0xFFFFFFFFL;
        }
        return sum;
    }

    private static void skip(ByteBuffer in, int bytes) {
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + bytes);
    }
}
