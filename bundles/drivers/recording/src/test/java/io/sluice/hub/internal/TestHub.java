package io.sluice.hub.internal;

import io.sluice.api.stream.StreamHub;
import java.time.Duration;

/** The real hub, without a framework. */
public final class TestHub implements AutoCloseable {

    private final HubComponent hub =
            new HubComponent(new RingLimits(Duration.ofMinutes(1).toNanos(), 1000, 1L << 20, 1L << 20));

    public StreamHub hub() {
        return hub;
    }

    @Override
    public void close() throws InterruptedException {
        hub.deactivate();
    }
}
