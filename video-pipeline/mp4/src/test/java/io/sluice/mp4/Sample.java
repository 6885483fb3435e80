package io.sluice.mp4;

import io.sluice.api.stream.AccessUnit;
import io.sluice.mp4.clips.Clip;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file written from a clip.
 *
 * @param bytes of the file
 * @param ends position after the init segment and after each fragment
 * @param live units not freed
 */
record Sample(byte[] bytes, List<Integer> ends, int live) {

    /** Writes units of a clip in fragments of some units each. */
    static Sample file(Clip clip, int units, int perFragment, boolean stamped) throws IOException {
        return file(clip, units, perFragment, stamped, 1);
    }

    /** Writes stamped fragments that fill whole blocks. */
    static Sample blocks(Clip clip, int units, int perFragment, int block) throws IOException {
        return file(clip, units, perFragment, true, block);
    }

    private static Sample file(Clip clip, int units, int perFragment, boolean stamped, int block) throws IOException {
        AtomicInteger live = new AtomicInteger();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Integer> ends = new ArrayList<>();
        WritableByteChannel channel = Channels.newChannel(bytes);
        channel.write(InitSegment.of(clip.format()));
        ends.add(bytes.size());
        int number = 1;
        int count = Math.min(units, clip.size());
        for (int from = 0; from < count; from += perFragment) {
            List<AccessUnit> part = new ArrayList<>();
            for (int index = from; index < Math.min(from + perFragment, count); index++) {
                live.incrementAndGet();
                part.add(clip.unit(index, live::decrementAndGet).number(1000 + index));
            }
            Fragment fragment = stamped
                    ? Fragment.stamped(part, Clip.FRAME, 0, number++, new FilePlace(77, bytes.size(), block))
                    : Fragment.of(part, Clip.FRAME, 0, number++);
            part.forEach(AccessUnit::release);
            for (ByteBuffer buffer : fragment.buffers()) {
                channel.write(buffer);
            }
            fragment.release();
            ends.add(bytes.size());
        }
        return new Sample(bytes.toByteArray(), ends, live.get());
    }
}
