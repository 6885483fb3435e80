package io.sluice.link.http.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.LinkInfo.Direction;
import io.sluice.api.link.Resource;
import io.sluice.session.ClockFilter;
import io.sluice.session.Micros;
import io.sluice.session.PeerLink;
import io.sluice.session.http.Caller;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The link with one node by HTTP, above or below. Thread-safe. */
final class HttpLink extends PeerLink {

    static final String NAME = "http";

    private static final Duration TIME_PATIENCE = Duration.ofSeconds(10);

    private final Optional<URI> base;
    private final Caller caller;

    /**
     * @param base address of the other node; empty when it takes no requests
     * @param shown the address for people
     */
    HttpLink(Direction direction, String device, Optional<URI> base, String shown, Caller caller, ClockFilter clock) {
        super(NAME, direction, device, shown, clock);
        this.base = base;
        this.caller = caller;
    }

    @Override
    protected CompletionStage<byte[]> carry(Resource resource, byte[] body, Duration patience) {
        if (base.isEmpty()) {
            return CompletableFuture.failedStage(new UnavailableException(
                    "link.one_way", "The node " + info().device() + " takes no requests by HTTP.",
                    "Let it register with a port of its own, or by MQTT.", null));
        }
        return caller.send(resource.method(), base.get().resolve(resource.path()), body, patience).thenCompose(answer ->
                answer.status() == 401 || answer.status() == 403 || answer.status() == 429
                        ? CompletableFuture.failedStage(new IllegalStateException(Reasons.of(answer)))
                        : CompletableFuture.completedStage(answer.body()));
    }

    /** Asks the other node for its time, if it takes requests. Does not wait. */
    void measure() {
        base.ifPresent(address -> {
            long sent = Micros.now();
            caller.send("GET", address.resolve(TimeAnswer.PATH), new byte[0], TIME_PATIENCE).thenAccept(answer -> {
                long received = Micros.now();
                TimeAnswer.read(answer).ifPresent(time -> clock().add(sent, time.arrived(), time.answered(), received));
            }).exceptionally(unreachable -> null);
        });
    }
}
