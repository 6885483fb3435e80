package io.sluice.mp4;

import java.util.OptionalLong;

/**
 * Where a fragment lies in a file and what it spans.
 *
 * @param offset of its first byte in the file
 * @param size in bytes, with what stands before its {@code moof}
 * @param decodeTime of its first sample, 1/90 000 s where the file's timescale is ours
 * @param duration of its samples
 * @param samples how many
 * @param keyFrame whether the first is a sync sample
 * @param wallClockMicros when its first picture was taken, microseconds since 1970 UTC, where the file tells
 * @param firstSequence of its first access unit, where the file tells
 * @param run stretch without gap that it belongs to, where the file tells
 */
public record ScannedFragment(
        long offset,
        long size,
        long decodeTime,
        long duration,
        int samples,
        boolean keyFrame,
        OptionalLong wallClockMicros,
        OptionalLong firstSequence,
        OptionalLong run) {

    /** Decode time of what follows without gap. */
    public long endTime() {
        return decodeTime + duration;
    }

    /** Position after its last byte. */
    public long endOffset() {
        return offset + size;
    }
}
