package io.sluice.outbox.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A link whose other end answers as the test says. */
final class ScriptedLink implements Link {

    final List<String> received = new CopyOnWriteArrayList<>();
    volatile LinkState state = LinkState.ONLINE;
    volatile String refused = "";
    volatile String reply = "{\"StatusCode\":\"1\",\"Message\":\"no\"}";
    final AtomicInteger refusals = new AtomicInteger();
    volatile boolean cut;
    volatile boolean silent;
    /** What came together; a node that does not know that refuses it. */
    final List<List<String>> batches = new CopyOnWriteArrayList<>();
    volatile boolean batching;
    volatile Optional<byte[]> noBatch = Optional.empty();
    /** Of a batch, until the link is cut. */
    volatile int most = Integer.MAX_VALUE;
    volatile Optional<List<CompletableFuture<byte[]>>> held = Optional.empty();

    @Override
    public LinkInfo info() {
        return new LinkInfo(OutboxCase.UPPER, LinkInfo.Direction.UPPER, "http", "192.0.2.9", state, Instant.EPOCH, Optional.empty(),
                Optional.empty(), OptionalDouble.empty(), 0);
    }

    @Override
    public CompletionStage<byte[]> send(Resource resource, byte[] body, Duration patience) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (cut) {
            return CompletableFuture.failedFuture(new UnavailableException("link.cut", "The link was cut.", "", null));
        }
        if (silent) {
            return new CompletableFuture<>();
        }
        if (resource == Resource.BATCH) {
            return batch(List.of(text.substring(1, text.length() - 1).split(",")));
        }
        if (text.equals(refused)) {
            refusals.incrementAndGet();
            return CompletableFuture.completedFuture(reply.getBytes(StandardCharsets.UTF_8));
        }
        received.add(text);
        if (held.isPresent()) {
            CompletableFuture<byte[]> answer = new CompletableFuture<>();
            held.get().add(answer);
            return answer;
        }
        return CompletableFuture.completedFuture("{\"StatusCode\":\"0\"}".getBytes(StandardCharsets.UTF_8));
    }

    private CompletionStage<byte[]> batch(List<String> letters) {
        batches.add(letters);
        if (!batching) {
            return noBatch.<CompletionStage<byte[]>>map(CompletableFuture::completedFuture).orElseGet(() ->
                    CompletableFuture.failedFuture(new UnavailableException("link.down", "It did not answer.", "", null)));
        }
        if (letters.size() > most) {
            received.addAll(letters.subList(0, most));
            return CompletableFuture.failedFuture(new UnavailableException("link.cut", "The link was cut.", "", null));
        }
        List<String> replies = new ArrayList<>();
        for (String letter : letters) {
            boolean taken = !letter.equals(refused);
            replies.add(taken ? "{\"StatusCode\":\"0\",\"More\":[{}]}" : reply);
            (taken ? received : new ArrayList<String>()).add(letter);
            refusals.addAndGet(taken ? 0 : 1);
        }
        return CompletableFuture.completedFuture(replies.toString().getBytes(StandardCharsets.UTF_8));
    }
}
