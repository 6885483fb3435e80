package io.sluice.hub.internal;

import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.StreamInfo;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The hub as a service. A stream begins with its first publisher or tap and is forgotten when it has neither and its
 * history has aged.
 */
@Component(name = HubComponent.PID, service = StreamHub.class)
@Designate(ocd = HubConfig.class)
public final class HubComponent implements StreamHub {

    static final String PID = "io.sluice.hub";

    private final Map<String, Stream> streams = new ConcurrentHashMap<>();
    private final AtomicLong totalBytes = new AtomicLong();
    private final ScheduledExecutorService sweeper;
    private RingLimits limits;
    private boolean ended;

    @Activate
    public HubComponent(HubConfig config) {
        this(RingLimits.of(config));
    }

    HubComponent(RingLimits limits) {
        this.limits = limits;
        this.sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "hub-sweeper");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** New limits hold from the next unit of each stream; nothing is restarted. */
    @Modified
    synchronized void modified(HubConfig config) {
        limits = RingLimits.of(config);
        streams.values().forEach(stream -> stream.limit(limits));
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        List<Stream> ending;
        synchronized (this) {
            ended = true;
            sweeper.shutdownNow();
            ending = List.copyOf(streams.values());
            streams.clear();
        }
        // Outside the monitor: readers are told here, and may be closing their taps at the same time.
        ending.forEach(Stream::end);
        sweeper.awaitTermination(5, TimeUnit.SECONDS);
    }

    @Override
    public synchronized StreamPublisher publish(String cameraId) {
        Stream stream = streamOf(cameraId);
        HubPublisher publisher = new HubPublisher(stream, () -> sweepLater(stream));
        if (!ended) {
            stream.admit(publisher);
        }
        return publisher;
    }

    @Override
    public synchronized Tap tap(String cameraId, TapOptions options) {
        Stream stream = streamOf(cameraId);
        return stream.attach(options, () -> forgetIfIdle(stream));
    }

    @Override
    public Optional<StreamInfo> stream(String cameraId) {
        return Optional.ofNullable(streams.get(cameraId)).map(Stream::info);
    }

    @Override
    public Collection<StreamInfo> streams() {
        return streams.values().stream().map(Stream::info).sorted(Comparator.comparing(StreamInfo::cameraId)).toList();
    }

    private Stream streamOf(String cameraId) {
        Objects.requireNonNull(cameraId, "cameraId");
        if (ended) {
            Stream closed = newStream(cameraId);
            closed.end();
            return closed;
        }
        return streams.computeIfAbsent(cameraId, this::newStream);
    }

    /**
     * Numbers begin at the present time in milliseconds. No camera sends a thousand pictures a second, so they are
     * above all that an earlier hub gave, and a reader that returns with an old number is never taken to be up to
     * date.
     */
    private Stream newStream(String cameraId) {
        return new Stream(cameraId, limits, totalBytes, System.currentTimeMillis());
    }

    private synchronized void sweepLater(Stream stream) {
        if (!ended) {
            sweeper.schedule(() -> sweep(stream), limits.historyNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void sweep(Stream stream) {
        stream.dropIfUnpublished();
        forgetIfIdle(stream);
    }

    private synchronized void forgetIfIdle(Stream stream) {
        if (stream.idle()) {
            streams.remove(stream.cameraId(), stream);
        }
    }
}
