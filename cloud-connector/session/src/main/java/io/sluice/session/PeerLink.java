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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A link but for what carries it. Its state is set by who looks after the registration. Thread-safe. */
public abstract class PeerLink implements Link {

    private record State(String device, LinkState state, Instant since) {}

    private final String binding;
    private final Direction direction;
    private final String address;
    private final ClockFilter clock;
    private final Set<CompletableFuture<byte[]>> pending = ConcurrentHashMap.newKeySet();
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
        if (next == LinkState.SIGNED_OFF) {
            giveUp();
        }
    }

    @Override
    public final LinkInfo info() {
        State now = state;
        Optional<ClockFilter.Estimate> compared = clock.estimate();
        return new LinkInfo(now.device, direction, binding, address, now.state, now.since,
                compared.map(ClockFilter.Estimate::latency), compared.map(ClockFilter.Estimate::offset),
                compared.map(ClockFilter.Estimate::drift).orElse(OptionalDouble.empty()), pending.size());
    }

    @Override
    public final CompletionStage<byte[]> send(Resource resource, byte[] body, Duration patience) {
        Objects.requireNonNull(resource, "resource");
        if (state.state != LinkState.ONLINE) {
            return CompletableFuture.failedStage(down("the link is " + state.state, null));
        }
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        CompletionStage<byte[]> carried = carry(resource, body, patience);
        pending.add(answer);
        carried.whenComplete((reply, error) -> {
            if (error == null) {
                answer.complete(reply);
            } else {
                answer.completeExceptionally(error);
            }
        });
        if (state.state == LinkState.SIGNED_OFF) {
            giveUp();
        }
        return answer.handle((reply, error) -> {
            pending.remove(answer);
            if (error == null) {
                return reply;
            }
            Throwable cause = error instanceof CompletionException ? error.getCause() : error;
            throw cause instanceof UnavailableException known ? known
                    : down(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
        });
    }

    /** Who signed off answers no more: nobody is to wait for it until the end of his patience. */
    private void giveUp() {
        List.copyOf(pending).forEach(answer -> answer.completeExceptionally(down("it signed off", null)));
    }

    /** Sends one message over a link that is up, and awaits its reply. */
    protected abstract CompletionStage<byte[]> carry(Resource resource, byte[] body, Duration patience);

    private UnavailableException down(String reason, Throwable cause) {
        return new UnavailableException(
                "link.down", "The node at " + address + " did not answer: " + reason, "Check the link, and send it again.", cause);
    }
}
