package io.sluice.resources.internal;

import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.LinkInfo.Direction;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A link whose other end is a function. */
final class FakeLink implements Link {

    record Sent(Resource resource, byte[] body, Duration patience) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final String device;
    private final Direction direction;
    private final Function<Sent, CompletionStage<byte[]>> other;
    private LinkState state = LinkState.ONLINE;
    private Instant since = Instant.EPOCH;

    FakeLink(String device, Direction direction, Function<Sent, CompletionStage<byte[]>> other) {
        this.device = device;
        this.direction = direction;
        this.other = other;
    }

    static FakeLink upper(Function<Sent, CompletionStage<byte[]>> other) {
        return new FakeLink("31010000002000000009", Direction.UPPER, other);
    }

    static CompletionStage<byte[]> reply(byte[] body) {
        return CompletableFuture.completedFuture(body);
    }

    static CompletionStage<byte[]> reply(String body) {
        return reply(body.getBytes(StandardCharsets.UTF_8));
    }

    void become(LinkState next) {
        state = next;
        since = since.plusSeconds(1);
    }

    @Override
    public LinkInfo info() {
        return new LinkInfo(device, direction, "http", "there", state, since, Optional.empty(), Optional.empty(),
                OptionalDouble.empty(), 0);
    }

    @Override
    public CompletionStage<byte[]> send(Resource resource, byte[] body, Duration patience) {
        Sent message = new Sent(resource, body, patience);
        sent.add(message);
        return other.apply(message);
    }
}
