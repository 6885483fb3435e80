package io.sluice.mp4;

import io.sluice.api.stream.AccessUnit;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One movie fragment, {@code moof} and {@code mdat} (ISO/IEC 14496-12 clause 8.8), of one or more access units in
 * order. Built once, shared without copying, and reference counted as the units are: it holds one reference to each
 * unit, which go with its own last one. Thread-safe.
 */
public final class Fragment {

    static final int TRACK = 1;

    private final ByteBuffer head;
    private final AccessUnit[] units;
    private final int padding;
    private final long decodeTime;
    private final long duration;
    private final int size;
    private final AtomicInteger references = new AtomicInteger(1);

    private Fragment(List<AccessUnit> units, long lastDuration, long origin, int number, Optional<FilePlace> place) {
        AccessUnit first = units.get(0);
        this.units = units.toArray(AccessUnit[]::new);
        this.decodeTime = first.decodeTime() - origin;
        this.duration = units.get(units.size() - 1).decodeTime() - first.decodeTime() + lastDuration;
        FragmentHead written = FragmentHead.of(this.units, lastDuration, origin, number, place);
        this.head = written.bytes();
        this.padding = written.padding();
        int bytes = head.remaining() + padding;
        for (AccessUnit unit : this.units) {
            bytes += unit.retain().size();
        }
        this.size = bytes;
    }

    /**
     * A fragment of units that follow one another. Takes a reference of its own to each.
     *
     * @param units at least one, all of one format
     * @param lastDuration of the last unit, in ticks; those of the others follow from their decode times
     * @param origin decode time that becomes 0 in the file; none of the units may be before it
     * @param number of the fragment, rising from 1 within a file or connection
     */
    public static Fragment of(List<AccessUnit> units, long lastDuration, long origin, int number) {
        return new Fragment(units, lastDuration, origin, number, Optional.empty());
    }

    /** As {@link #of(List, long, long, int)}, of one unit: for the least delay. */
    public static Fragment of(AccessUnit unit, long duration, long origin, int number) {
        return new Fragment(List.of(unit), duration, origin, number, Optional.empty());
    }

    /**
     * As {@link #of(List, long, long, int)}, with the wall-clock time of its first unit in a {@code prft} box (clause
     * 8.16.5), and its sequence and the run in a {@code uuid} box; {@link FragmentedFile} reads both back. Its media
     * data end with as many zeros, which no sample refers to, as its place in the file asks for.
     */
    public static Fragment stamped(
            List<AccessUnit> units, long lastDuration, long origin, int number, FilePlace place) {
        return new Fragment(units, lastDuration, origin, number, Optional.of(place));
    }

    /** All its bytes, as fresh views to write one after another; valid while a reference is held. */
    public ByteBuffer[] buffers() {
        ByteBuffer[] all = new ByteBuffer[units.length + 2];
        all[0] = head.duplicate();
        for (int index = 0; index < units.length; index++) {
            all[index + 1] = units[index].data();
        }
        all[units.length + 1] = ByteBuffer.allocate(padding);
        return all;
    }

    /** All its bytes in one new buffer, which needs no reference: for a channel that takes whole messages. */
    public ByteBuffer copy() {
        ByteBuffer whole = ByteBuffer.allocate(size);
        for (ByteBuffer part : buffers()) {
            whole.put(part);
        }
        return whole.flip();
    }

    /** Bytes in all. */
    public int size() {
        return size;
    }

    /** Decode time of the first unit as written, 1/90 000 s. */
    public long decodeTime() {
        return decodeTime;
    }

    /** 1/90 000 s, from the first unit's decode time. */
    public long duration() {
        return duration;
    }

    /** Whether decoding can begin with it. */
    public boolean keyFrame() {
        return units[0].keyFrame();
    }

    /** Takes one more reference; only by a holder of one. */
    public Fragment retain() {
        if (references.getAndIncrement() <= 0) {
            throw new IllegalStateException("a fragment was retained after its release");
        }
        return this;
    }

    /** Gives one reference back. */
    public void release() {
        int left = references.decrementAndGet();
        if (left == 0) {
            for (AccessUnit unit : units) {
                unit.release();
            }
        } else if (left < 0) {
            throw new IllegalStateException("a fragment was released too often");
        }
    }
}
