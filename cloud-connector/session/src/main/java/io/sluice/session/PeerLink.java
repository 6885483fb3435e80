package io.sluice.session;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.LinkInfo.Direction;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.Hashtable;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A link but for what carries it. Its state is set by who looks after the registration. Thread-safe. */
public abstract class PeerLink implements Link {

    private record State(String device, LinkState state, Instant since) {}

    private final String binding;
    private final Direction direction;
    private final String address;
    private final ClockFilter clock;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile State state;

    /**
     * @param device of the other node, empty while unknown
     * @param address of the other node, for people
     * @param clock compared by who asks for the time
     */
    protected PeerLink(String binding, Direction direction, String device, String address, ClockFilter clock) {
        this.binding = binding;
        this.direction = direction;
        this.address = address;
        this.clock = clock;
        this.state = new State(device, LinkState.CONNECTING, Instant.now());
    }

    public final ClockFilter clock() {
        return clock;
    }

    /** As a service is registered with. */
    public final Hashtable<String, Object> properties() {
        Hashtable<String, Object> properties = new Hashtable<>();
        if (!state.device.isEmpty()) {
            properties.put(DEVICE, state.device);
        }
        properties.put(DIRECTION, direction.name());
        properties.put(BINDING, binding);
        return properties;
    }

    public final synchronized void become(String device, LinkState next) {
        if (state.state != next || !state.device.equals(device)) {
            state = new State(device, next, Instant.now());
        }
    }

    @Override
    public final LinkInfo info() {
        State now = state;
        Optional<ClockFilter.Estimate> compared = clock.estimate();
        return new LinkInfo(now.device, direction, binding, address, now.state, now.since,
                compared.map(ClockFilter.Estimate::latency), compared.map(ClockFilter.Estimate::offset),
                compared.map(ClockFilter.Estimate::drift).orElse(OptionalDouble.empty()), waiting.get());
    }

    @Override
    public final CompletionStage<byte[]> send(Resource resource, byte[] body, Duration patience) {
        Objects.requireNonNull(resource, "resource");
        if (state.state != LinkState.ONLINE) {
            return CompletableFuture.failedStage(down("the link is " + state.state, null));
        }
        waiting.incrementAndGet();
        return carry(resource, body, patience).handle((reply, error) -> {
            waiting.decrementAndGet();
            if (error == null) {
                return reply;
            }
            Throwable cause = error instanceof CompletionException ? error.getCause() : error;
            throw cause instanceof UnavailableException known ? known
                    : down(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
        });
    }

    /** Sends one message over a link that is up, and awaits its reply. */
    protected abstract CompletionStage<byte[]> carry(Resource resource, byte[] body, Duration patience);

    private UnavailableException down(String reason, Throwable cause) {
        return new UnavailableException(
                "link.down", "The node at " + address + " did not answer: " + reason, "Check the link, and send it again.", cause);
    }
}
