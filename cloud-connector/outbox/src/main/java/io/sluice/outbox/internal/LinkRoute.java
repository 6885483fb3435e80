package io.sluice.outbox.internal;

import io.sluice.api.link.Link;
import io.sluice.api.link.Resource;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The way over a link: several results in one request ({@link Resource#BATCH}) to a node that knows this, else one by one. Which it
 * is shows the first answer, and is remembered as long as the link lives. Thread-safe.
 */
final class LinkRoute implements Route {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Results of one request, and their bytes: a link takes 1 MiB by default, and there is to be room for more than one under way. */
    private static final int MOST = 64;
    private static final int MOST_BYTES = 512 << 10;
    /** Batches without any answer, while single letters were answered: by MQTT, who does not know a request may be silent. */
    private static final int MOST_SILENCES = 2;

    private enum Batches {
        UNKNOWN,
        /** The last was not answered: a single letter shows whether that was the link. */
        DOUBTED,
        KNOWN,
        NONE
    }

    private final Link link;
    private Batches batches = Batches.UNKNOWN;
    private int silences;

    LinkRoute(Link link) {
        this.link = link;
    }

    Link link() {
        return link;
    }

    @Override
    public synchronized int window() {
        return batches == Batches.KNOWN ? 4 * MOST : SINGLE;
    }

    @Override
    public CompletionStage<Verdict> send(Entry letter) {
        return link.send(letter.resource(), letter.body(), PATIENCE).thenApply(Verdict::of).whenComplete(this::single);
    }

    @Override
    public List<CompletionStage<Verdict>> send(List<Entry> letters) {
        if (!together()) {
            return Route.super.send(letters);
        }
        List<CompletionStage<Verdict>> answers = new ArrayList<>();
        int from = 0;
        while (from < letters.size()) {
            int to = from;
            long bytes = 0;
            while (to < letters.size() && to - from < MOST && (to == from || bytes + letters.get(to).body().length < MOST_BYTES)) {
                bytes += letters.get(to++).body().length;
            }
            List<Entry> some = letters.subList(from, to);
            answers.addAll(some.size() > 1 && some.get(0).resource() == Resource.COMMAND ? batch(some) : Route.super.send(some));
            from = to;
        }
        return answers;
    }

    private List<CompletionStage<Verdict>> batch(List<Entry> letters) {
        CompletableFuture<List<CompletableFuture<Verdict>>> all = link.send(Resource.BATCH, join(letters), PATIENCE)
                .whenComplete((reply, silent) -> answered(silent == null))
                .thenApply(reply -> read(letters, reply)).toCompletableFuture();
        List<CompletionStage<Verdict>> answers = new ArrayList<>();
        for (int index = 0; index < letters.size(); index++) {
            int place = index;
            answers.add(all.thenCompose(each -> each.get(place)));
        }
        return answers;
    }

    private List<CompletableFuture<Verdict>> read(List<Entry> letters, byte[] reply) {
        Optional<List<Verdict>> verdicts = Verdict.several(reply, letters.size());
        if (verdicts.isPresent()) {
            known(Batches.KNOWN);
            return verdicts.get().stream().map(CompletableFuture::completedFuture).toList();
        }
        Verdict whole = Verdict.of(reply);
        if (whole.kind() == Verdict.Kind.LATER) {
            return letters.stream().map(letter -> CompletableFuture.completedFuture(whole)).toList();
        }
        // Whatever it means by its answer, no letter was answered for.
        known(Batches.NONE);
        return Route.super.send(letters).stream().map(CompletionStage::toCompletableFuture).toList();
    }

    private static byte[] join(List<Entry> letters) {
        ByteArrayOutputStream array = new ByteArrayOutputStream(letters.stream().mapToInt(letter -> letter.body().length + 1).sum() + 1);
        char before = '[';
        for (Entry letter : letters) {
            array.write(before);
            array.writeBytes(letter.body());
            before = ',';
        }
        array.write(']');
        return array.toByteArray();
    }

    private synchronized boolean together() {
        return batches == Batches.UNKNOWN || batches == Batches.KNOWN;
    }

    private synchronized void known(Batches found) {
        batches = found;
        silences = 0;
    }

    private synchronized void answered(boolean answered) {
        if (!answered && batches == Batches.UNKNOWN) {
            batches = Batches.DOUBTED;
        }
    }

    private synchronized void single(Verdict verdict, Throwable silent) {
        if (batches == Batches.DOUBTED) {
            silences += silent == null ? 1 : 0;
            batches = silences < MOST_SILENCES ? Batches.UNKNOWN : Batches.NONE;
        }
    }
}
