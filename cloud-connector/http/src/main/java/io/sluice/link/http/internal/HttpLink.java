package io.sluice.link.http.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.LinkInfo.Direction;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.Resource;
import io.sluice.session.ClockFilter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** The link with one node, above or below. Its state is set by who looks after the registration. Thread-safe. */
final class HttpLink implements Link {

    static final String NAME = "http";

    private record State(String device, LinkState state, Instant since) {}

    private final Direction direction;
    private final Optional<URI> base;
    private final String shown;
    private final Caller caller;
    private final ClockFilter clock;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile State state;

    /**
     * @param base address of the other node; empty when it takes no requests
     * @param shown the address for people
     */
    HttpLink(Direction direction, String device, Optional<URI> base, String shown, Caller caller, ClockFilter clock) {
        this.direction = direction;
        this.base = base;
        this.shown = shown;
        this.caller = caller;
        this.clock = clock;
        this.state = new State(device, LinkState.CONNECTING, Instant.now());
    }

    synchronized void become(String device, LinkState next) {
        if (state.state != next || !state.device.equals(device)) {
            state = new State(device, next, Instant.now());
        }
    }

    Optional<URI> base() {
        return base;
    }

    Caller caller() {
        return caller;
    }

    ClockFilter clock() {
        return clock;
    }

    @Override
    public LinkInfo info() {
        State now = state;
        Optional<ClockFilter.Estimate> compared = clock.estimate();
        return new LinkInfo(now.device, direction, NAME, shown, now.state, now.since,
                compared.map(ClockFilter.Estimate::latency), compared.map(ClockFilter.Estimate::offset),
                compared.map(ClockFilter.Estimate::drift).orElse(OptionalDouble.empty()), waiting.get());
    }

    @Override
    public CompletionStage<byte[]> send(Resource resource, byte[] body, Duration patience) {
        Objects.requireNonNull(resource, "resource");
        if (state.state != LinkState.ONLINE) {
            return CompletableFuture.failedStage(down("The link is " + state.state + ".", null));
        }
        if (base.isEmpty()) {
            return CompletableFuture.failedStage(new UnavailableException(
                    "link.one_way", "The node " + state.device + " takes no requests by HTTP.",
                    "Let it register with a port of its own, or by MQTT.", null));
        }
        waiting.incrementAndGet();
        return caller.send(resource.method(), base.get().resolve(resource.path()), body, patience)
                .handle((answer, error) -> {
                    waiting.decrementAndGet();
                    if (error != null) {
                        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
                        throw down(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
                    }
                    if (answer.status() == 401 || answer.status() == 403 || answer.status() == 429) {
                        throw down(Reasons.of(answer), null);
                    }
                    return answer.body();
                });
    }

    private UnavailableException down(String reason, Throwable cause) {
        return new UnavailableException(
                "link.down", "The node at " + shown + " did not answer: " + reason,
                "Check the link, and send it again.", cause);
    }
}
