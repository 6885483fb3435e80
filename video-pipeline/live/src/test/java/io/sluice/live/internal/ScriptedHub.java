package io.sluice.live.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.StreamInfo;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hub with one stream, {@code gate}, driven by a test: what it publishes reaches all taps at once. */
final class ScriptedHub implements StreamHub {

    final List<ScriptedTap> taps = new CopyOnWriteArrayList<>();
    private final Queue<AccessUnit> ring = new ArrayDeque<>();
    private volatile boolean published = true;

    synchronized void publish(AccessUnit unit) {
        if (unit.keyFrame()) {
            empty();
        }
        ring.add(unit);
        for (ScriptedTap tap : taps) {
            tap.queue.add(unit.retain());
            tap.options.onAvailable().run();
        }
    }

    void published(boolean now) {
        published = now;
    }

    /** The hub's bundle stops. */
    synchronized void stop() {
        taps.forEach(ScriptedTap::end);
        empty();
    }

    private void empty() {
        ring.forEach(AccessUnit::release);
        ring.clear();
    }

    @Override
    public synchronized Tap tap(String cameraId, TapOptions options) {
        ScriptedTap tap = new ScriptedTap(options);
        ring.forEach(unit -> tap.queue.add(unit.retain()));
        taps.add(tap);
        return tap;
    }

    @Override
    public Optional<StreamInfo> stream(String cameraId) {
        return cameraId.equals("gate")
                ? Optional.of(new StreamInfo(
                        "gate", Optional.of(Units.HD), published, 0, 0, 0, Optional.empty(), 0, 0, List.of()))
                : Optional.empty();
    }

    @Override
    public Collection<StreamInfo> streams() {
        return stream("gate").stream().toList();
    }

    @Override
    public StreamPublisher publish(String cameraId) {
        throw new AssertionError("the live view publishes nothing");
    }

    final class ScriptedTap implements Tap {

        private final TapOptions options;
        private final Queue<AccessUnit> queue = new ConcurrentLinkedQueue<>();
        private volatile boolean closed;

        private ScriptedTap(TapOptions options) {
            this.options = options;
        }

        private void end() {
            close();
            options.onAvailable().run();
        }

        @Override
        public AccessUnit poll() {
            return queue.poll();
        }

        @Override
        public AccessUnit poll(Duration wait) {
            return queue.poll();
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
            taps.remove(this);
            for (AccessUnit unit = queue.poll(); unit != null; unit = queue.poll()) {
                unit.release();
            }
        }
    }
}
