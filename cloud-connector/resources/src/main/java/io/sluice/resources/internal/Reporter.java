package io.sluice.resources.internal;

import io.sluice.api.accel.NodeResources;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.Resource;
import io.sluice.api.message.AvailableResource;
import io.sluice.api.message.StatusCode;
import io.sluice.api.message.TotalResource;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.Messages;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each upper node what this one has and what of it is free (clauses 9.1.3 and 9.2.3): when the link comes up, when it changes, and
 * from time to time. A report is the newest state, so one that is lost is not sent again: the next one is. Driven by one thread;
 * answers come on others.
 */
final class Reporter {

    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** A change is told once it stayed so long: a burst of work is none. */
    private static final Duration LASTING = Duration.ofSeconds(10);
    private static final Duration CALM = Duration.ofMinutes(1);
    /** An upper node may have forgotten what seldom changes. */
    private static final Duration TOTAL_PERIOD = Duration.ofMinutes(10);

    private final Collection<Link> links;
    private final Duration period;
    private final LongSupplier nanos;
    private final MessageCodec codec = new MessageCodec();
    private final Map<Link, Told> told = new HashMap<>();

    /** What one upper node was told, since it last came up. */
    private static final class Told {

        private final Instant since;
        private Optional<Sent<TotalResource>> total = Optional.empty();
        private Optional<Sent<AvailableResource>> available = Optional.empty();
        /** Since when what is free differs much from what was told. */
        private OptionalLong changed = OptionalLong.empty();

        private Told(Instant since) {
            this.since = since;
        }
    }

    private static final class Sent<T> {

        private final T report;
        private final long at;
        private volatile boolean failed;

        private Sent(T report, long at) {
            this.report = report;
            this.at = at;
        }
    }

    /**
     * @param links of this node, as they are at each tick
     * @param period between two reports of what is free
     * @param nanos a clock that is never set
     */
    Reporter(Collection<Link> links, Duration period, LongSupplier nanos) {
        this.links = links;
        this.period = period;
        this.nanos = nanos;
    }

    /** Sends what is due. Called by one thread, about once a second. */
    void tick(NodeResources resources) {
        told.keySet().retainAll(links);
        Optional<TotalResource> total = Optional.empty();
        Optional<AvailableResource> available = Optional.empty();
        for (Link link : links) {
            LinkInfo info = link.info();
            if (info.direction() != LinkInfo.Direction.UPPER || info.state() != LinkState.ONLINE) {
                continue;
            }
            Told known = told.compute(link, (same, before) ->
                    before != null && before.since.equals(info.since()) ? before : new Told(info.since()));
            total = Optional.of(total.orElseGet(resources::total));
            available = Optional.of(available.orElseGet(resources::available));
            tell(link, known, total.get(), available.get());
        }
    }

    private void tell(Link link, Told known, TotalResource total, AvailableResource available) {
        long now = nanos.getAsLong();
        if (known.total.isEmpty() || isDue(known.total.get(), now, TOTAL_PERIOD)
                || rested(known.total.get(), now) && !known.total.get().report.equals(total)) {
            Sent<TotalResource> sent = new Sent<>(total, now);
            known.total = Optional.of(sent);
            send(link, Resource.TOTAL_RESOURCE, codec.encode(Messages.TOTAL_RESOURCE, total), sent);
        }
        if (known.available.isEmpty() || isDue(known.available.get(), now, period)
                || rested(known.available.get(), now) && isNews(known, available, now)) {
            Sent<AvailableResource> sent = new Sent<>(available, now);
            known.changed = OptionalLong.empty();
            known.available = Optional.of(sent);
            send(link, Resource.AVAILABLE_RESOURCE, codec.encode(Messages.AVAILABLE_RESOURCE, available), sent);
        }
    }

    /** What fails or comes back is news at once; figures that go up and down are when they stay, and once a minute. */
    private static boolean isNews(Told known, AvailableResource available, long now) {
        Sent<AvailableResource> last = known.available.orElseThrow();
        if (Change.isUrgent(last.report, available)) {
            return true;
        }
        if (!Change.isLarge(last.report, available)) {
            known.changed = OptionalLong.empty();
            return false;
        }
        known.changed = OptionalLong.of(known.changed.orElse(now));
        return now - known.changed.getAsLong() >= LASTING.toNanos() && now - last.at >= CALM.toNanos();
    }

    private static boolean isDue(Sent<?> last, long now, Duration period) {
        return now - last.at >= period.toNanos() || last.failed && rested(last, now);
    }

    /** Figures that go up and down must not become a flood. */
    private static boolean rested(Sent<?> last, long now) {
        return now - last.at >= PAUSE.toNanos();
    }

    private void send(Link link, Resource resource, byte[] body, Sent<?> sent) {
        CompletionStage<byte[]> answer;
        try {
            answer = link.send(resource, body, PATIENCE);
        } catch (RuntimeException error) {
            sent.failed = true;
            LOG.debug("A report to {} was not sent", link.info().address(), error);
            return;
        }
        answer.thenAccept(reply -> {
            if (codec.decode(Messages.REPORT_REPLY, reply).statusCode() != StatusCode.SUCCESS) {
                throw new IllegalStateException("refused: " + codec.decode(Messages.REPORT_REPLY, reply).message().orElse(""));
            }
        }).exceptionally(error -> {
            sent.failed = true;
            LOG.debug("A report to {} was not taken", link.info().address(), error);
            return null;
        });
    }
}
