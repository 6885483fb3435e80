package io.sluice.tunnel.internal;

import io.sluice.api.link.TunnelInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The tunnel with one node, there or not: the connection of the moment, and what all together carried. Thread-safe. */
final class Way {

    private final String device;
    private final String page;
    private final Counts counts = new Counts();
    private Optional<Mux> mux = Optional.empty();
    private Instant since = Instant.now();
    private String reason = "nobody asked for it yet";

    /** @param page path at which this node offers the other's page, empty for none */
    Way(String device, String page) {
        this.device = device;
        this.page = page;
    }

    /**
     * Takes a connection that was just made; one that was there before ends.
     *
     * @param taker of streams that the other side opens; empty where this side does
     */
    Mux connected(Wire wire, Optional<BiConsumer<MuxStream, String>> taker) {
        Mux made = new Mux(wire, taker.isPresent(), counts, new Mux.Listener() {
            @Override
            public void opened(MuxStream stream, String target) {
                taker.orElseThrow().accept(stream, target);
            }

            @Override
            public void ended(String why) {
                over(why);
            }
        });
        mux().ifPresent(former -> former.end("another connection took its place"));
        synchronized (this) {
            mux = Optional.of(made);
            since = Instant.now();
            reason = "";
        }
        return made;
    }

    synchronized Optional<Mux> mux() {
        return mux.filter(Mux::isOpen);
    }

    /** It could not be opened. */
    synchronized void failed(String why) {
        if (mux().isEmpty()) {
            reason = why;
        }
    }

    /** Ends a connection that died, or that carried nothing for too long. */
    void watch(Duration silence, Duration idle) {
        mux().ifPresent(open -> {
            if (open.unused().compareTo(idle) > 0) {
                open.end("it was not used for " + idle.toSeconds() + " s");
            } else {
                open.watch(silence);
            }
        });
    }

    void close() {
        mux().ifPresent(Mux::close);
    }

    synchronized TunnelInfo info() {
        Optional<Mux> open = mux();
        return new TunnelInfo(device, page, open.isPresent(), since, open.map(Mux::streams).orElse(0), counts.opened.get(),
                counts.refused.get(), counts.sent.get(), counts.received.get(), open.isPresent() ? "" : reason);
    }

    private synchronized void over(String why) {
        if (mux().isEmpty()) {
            since = Instant.now();
            reason = why;
        }
    }
}
