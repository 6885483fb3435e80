package io.sluice.analytics.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.StreamInfo;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A hub whose units the test hands out; a tap gets every unit, the ones before it included, or those after a sequence. */
final class FakeHub implements StreamHub {

    private final List<AccessUnit> published = new ArrayList<>();
    private final List<FakeTap> taps = new ArrayList<>();
    private final long firstSequence;
    private volatile boolean ended;

    FakeHub() {
        this(0);
    }

    /** @param firstSequence above those of the hub before, as a hub's are */
    FakeHub(long firstSequence) {
        this.firstSequence = firstSequence;
    }

    synchronized void publish(List<AccessUnit> units) {
        for (AccessUnit unit : units) {
            unit.number(firstSequence + published.size());
            published.add(unit);
            taps.forEach(tap -> tap.queue.add(unit.retain()));
        }
    }

    /** Nobody publishes any more. */
    void end() {
        ended = true;
    }

    /** The hub's bundle goes: its taps are closed. */
    synchronized void close() {
        List.copyOf(taps).forEach(FakeTap::close);
    }

    /** Units not yet taken by the open taps. */
    synchronized int waiting() {
        return taps.stream().filter(tap -> !tap.closed).mapToInt(FakeTap::waiting).sum();
    }

    synchronized int openTaps() {
        return (int) taps.stream().filter(tap -> !tap.closed).count();
    }

    synchronized int tapsEver() {
        return taps.size();
    }

    @Override
    public synchronized Tap tap(String cameraId, TapOptions options) {
        FakeTap tap = new FakeTap();
        published.stream()
                .filter(unit -> unit.sequence() > options.after().orElse(-1))
                .forEach(unit -> tap.queue.add(unit.retain()));
        taps.add(tap);
        return tap;
    }

    @Override
    public StreamPublisher publish(String cameraId) {
        throw new IllegalStateException("an analysis publishes nothing");
    }

    @Override
    public Optional<StreamInfo> stream(String cameraId) {
        return ended ? Optional.of(new StreamInfo(cameraId, Optional.empty(), false, published.size(), 0, 0, Optional.empty(), 0, 0,
                List.of())) : Optional.empty();
    }

    @Override
    public Collection<StreamInfo> streams() {
        return List.of();
    }

    private static final class FakeTap implements Tap {

        private final BlockingQueue<AccessUnit> queue = new LinkedBlockingQueue<>();
        private volatile boolean closed;

        @Override
        public AccessUnit poll() {
            return queue.poll();
        }

        @Override
        public AccessUnit poll(Duration wait) throws InterruptedException {
            return closed ? null : queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public boolean closed() {
            return closed;
        }

        @Override
        public long missed() {
            return 0;
        }

        @Override
        public int waiting() {
            return queue.size();
        }

        @Override
        public void close() {
            closed = true;
            for (AccessUnit unit = queue.poll(); unit != null; unit = queue.poll()) {
                unit.release();
            }
        }
    }
}
