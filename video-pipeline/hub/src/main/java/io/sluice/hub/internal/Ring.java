package io.sluice.hub.internal;

import io.sluice.api.stream.AccessUnit;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The latest units of one stream with their times of arrival, in contiguous order of sequence. Holds one reference to
 * each. Not thread-safe: guarded by its stream's lock. Grows to the size in use and then works without allocation.
 */
final class Ring {

    private static final int FIRST_CAPACITY = 64;
    private static final long NONE = -1;

    private final AtomicLong totalBytes;
    private AccessUnit[] units = new AccessUnit[FIRST_CAPACITY];
    private long[] arrivals = new long[FIRST_CAPACITY];
    private int head;
    private int size;
    private long bytes;
    private long keySequence = NONE;

    /** @param totalBytes of all rings together */
    Ring(AtomicLong totalBytes) {
        this.totalBytes = totalBytes;
    }

    /** Takes over the caller's reference. */
    void add(AccessUnit unit, long arrivalNanos) {
        if (size == units.length) {
            grow();
        }
        int slot = slot(size++);
        units[slot] = unit;
        arrivals[slot] = arrivalNanos;
        bytes += unit.size();
        totalBytes.addAndGet(unit.size());
        if (unit.keyFrame()) {
            keySequence = unit.sequence();
        }
    }

    /** Moves what is too old or too much to the list, whose holder releases it. */
    void evict(RingLimits limits, long nowNanos, List<AccessUnit> evicted) {
        while (size > 1 && (size > limits.maxUnits() || bytes > limits.maxBytes() || outlived(limits, nowNanos))) {
            evicted.add(removeFirst());
        }
    }

    /** Moves everything to the list, whose holder releases it. */
    void drain(List<AccessUnit> evicted) {
        while (size > 0) {
            evicted.add(removeFirst());
        }
    }

    int size() {
        return size;
    }

    AccessUnit get(int index) {
        return units[slot(index)];
    }

    /** Sequence of the first unit held; absent when empty. */
    OptionalLong first() {
        return size == 0 ? OptionalLong.empty() : OptionalLong.of(get(0).sequence());
    }

    /** Index of a sequence that is not before the first; may lie past the end. */
    int indexOf(long sequence) {
        return (int) (sequence - get(0).sequence());
    }

    /** Index of the latest key frame, or -1 where none is held. */
    int keyIndex() {
        return size == 0 || keySequence < get(0).sequence() ? -1 : indexOf(keySequence);
    }

    /** Units and bits per second among those that arrived within the span before now. */
    double[] rates(long nowNanos, long spanNanos) {
        int count = 0;
        long counted = 0;
        long oldest = nowNanos;
        for (int index = size - 1; index >= 0 && nowNanos - arrivals[slot(index)] <= spanNanos; index--) {
            count++;
            counted += get(index).size();
            oldest = arrivals[slot(index)];
        }
        // The first unit only marks the beginning of the measured time.
        double seconds = (nowNanos - oldest) / 1e9;
        return count < 2 || seconds <= 0 ? new double[2] : new double[] {(count - 1) / seconds, counted * 8 / seconds};
    }

    private boolean outlived(RingLimits limits, long nowNanos) {
        return keySequence > get(0).sequence()
                && (nowNanos - arrivals[head] > limits.historyNanos() || totalBytes.get() > limits.maxTotalBytes());
    }

    private AccessUnit removeFirst() {
        AccessUnit unit = units[head];
        units[head] = null;
        head = slot(1);
        size--;
        bytes -= unit.size();
        totalBytes.addAndGet(-unit.size());
        return unit;
    }

    private int slot(int index) {
        return (head + index) & (units.length - 1);
    }

    private void grow() {
        int old = units.length;
        AccessUnit[] moreUnits = Arrays.copyOf(units, old * 2);
        long[] moreArrivals = Arrays.copyOf(arrivals, old * 2);
        System.arraycopy(units, 0, moreUnits, old, head);
        System.arraycopy(arrivals, 0, moreArrivals, old, head);
        Arrays.fill(moreUnits, 0, head, null);
        units = moreUnits;
        arrivals = moreArrivals;
    }
}
