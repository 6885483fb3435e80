package io.sluice.mp4;

import io.sluice.api.stream.AccessUnit;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * What stands before the media data of a fragment: stamps, {@code moof} and the header of {@code mdat}.
 *
 * @param bytes of it, read-only
 * @param padding zeros behind the last sample that the size of {@code mdat} counts
 */
record FragmentHead(ByteBuffer bytes, int padding) {

    /** Our {@code uuid} box (clause 11.1): version and flags, the first unit's sequence and the run, 64 bits each. */
    static final UUID PLACE = UUID.fromString("6f0d1f5c-54a5-4b0b-9a3e-5d2c1b7e8a41");
    /** Seconds from 1900, where NTP begins, to 1970. */
    static final long NTP_OFFSET = 2_208_988_800L;

    /** clause 8.8.3.1: depends on no other sample. */
    private static final int KEY_FLAGS = 0x02000000;
    /** Depends on others and is no sync sample. */
    private static final int DELTA_FLAGS = 0x01010000;
    private static final int DEFAULT_BASE_IS_MOOF = 0x20000;
    /** Data offset; duration, size and flags of each sample. */
    private static final int TRUN_FLAGS = 0x701;
    private static final int TRUN_OFFSETS = 0x800;
    private static final int FIXED_BYTES = 192;
    private static final int SAMPLE_BYTES = 16;

    static FragmentHead of(
            AccessUnit[] units, long lastDuration, long origin, int number, Optional<FilePlace> place) {
        AccessUnit first = units[0];
        if (first.decodeTime() < origin) {
            throw new IllegalArgumentException("a fragment cannot begin before its origin");
        }
        BoxWriter out = new BoxWriter(FIXED_BYTES + SAMPLE_BYTES * units.length);
        place.ifPresent(known -> stamp(out, first, origin, known.run()));
        int begin = out.position();
        int[] dataOffset = new int[1];
        out.box("moof", () -> {
            out.fullBox("mfhd", 0, 0, () -> out.u32(number));
            out.box("traf", () -> {
                out.fullBox("tfhd", 0, DEFAULT_BASE_IS_MOOF, () -> out.u32(Fragment.TRACK));
                out.fullBox("tfdt", 1, 0, () -> out.u64(first.decodeTime() - origin));
                dataOffset[0] = samples(out, units, lastDuration);
            });
        });
        int mdat = out.position();
        out.patch(dataOffset[0], mdat + 8 - begin);
        out.box("mdat", () -> {});
        long bytes = 8;
        for (AccessUnit unit : units) {
            bytes += unit.size();
        }
        int padding = FilePlace.padding(place, mdat + bytes);
        out.patch(mdat, Math.toIntExact(bytes + padding));
        return new FragmentHead(out.finish(), padding);
    }

    /** Writes the {@code trun}; the position of its data offset. */
    private static int samples(BoxWriter out, AccessUnit[] units, long lastDuration) {
        boolean reordered = false;
        for (AccessUnit unit : units) {
            reordered |= unit.presentationTime() != unit.decodeTime();
        }
        boolean offsets = reordered;
        int[] dataOffset = new int[1];
        out.fullBox("trun", 0, TRUN_FLAGS | (offsets ? TRUN_OFFSETS : 0), () -> {
            out.u32(units.length);
            dataOffset[0] = out.position();
            out.u32(0);
            for (int index = 0; index < units.length; index++) {
                AccessUnit unit = units[index];
                long duration = index + 1 < units.length
                        ? units[index + 1].decodeTime() - unit.decodeTime()
                        : lastDuration;
                out.u32((int) duration, unit.size(), unit.keyFrame() ? KEY_FLAGS : DELTA_FLAGS);
                if (offsets) {
                    out.u32((int) (unit.presentationTime() - unit.decodeTime()));
                }
            }
        });
        return dataOffset[0];
    }

    private static void stamp(BoxWriter out, AccessUnit first, long origin, long run) {
        out.box("uuid", () -> out
                .u64(PLACE.getMostSignificantBits())
                .u64(PLACE.getLeastSignificantBits())
                .u32(0)
                .u64(first.sequence())
                .u64(run));
        long seconds = Math.floorDiv(first.wallClockMicros(), 1_000_000L);
        // Rounded up, so that the way back through binary fractions ends at the same microsecond.
        long fraction = ((Math.floorMod(first.wallClockMicros(), 1_000_000L) << 32) + 999_999) / 1_000_000;
        out.fullBox("prft", 1, 0, () -> out
                .u32(Fragment.TRACK)
                .u64(seconds + NTP_OFFSET << 32 | fraction)
                .u64(first.presentationTime() - origin));
    }
}
