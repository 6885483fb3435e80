package io.sluice.tunnel.internal;

import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The upper node's side: has a lower node dial when somebody wants to look at it, and takes its connection. Whoever dials shows a
 * ticket that was sent over the link just before, and is good once. Thread-safe.
 */
final class Doors {

    /** Stands for every lower node in the configuration. */
    static final String ALL = "*";

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private record Asked(String ticket, CompletableFuture<Bridge> opening) {}

    private final Set<String> offered;
    private final List<Link> links;
    private final ExecutorService threads;
    private final Ways ways;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();
    private final Map<String, Bridge> bridges = new ConcurrentHashMap<>();

    /** @param links of all bindings, as they are at each moment */
    Doors(Set<String> offered, List<Link> links, ExecutorService threads, Ways ways) {
        this.offered = offered;
        this.links = links;
        this.threads = threads;
        this.ways = ways;
    }

    /** The path at which the page of a node is offered. */
    static String page(String device) {
        return "/nodes/" + device + "/";
    }

    boolean offers(String device) {
        return !device.isEmpty() && (offered.contains(device) || offered.contains(ALL));
    }

    /**
     * The port on loopback that leads to a node's HTTP server; waits until there is a tunnel.
     *
     * @throws NotFoundException when this node does not offer that one
     * @throws UnavailableException when there is no way to it, with the reason
     */
    int port(String device) {
        if (!offers(device)) {
            throw new NotFoundException("tunnel.not_offered", "The page of the node " + device + " is not offered here: it is not"
                    + " among the lower nodes of the configuration " + TunnelComponent.PID + ".");
        }
        Way way = ways.of(device, page(device));
        Optional<Bridge> open = open(device);
        if (open.isPresent()) {
            return open.get().port();
        }
        try {
            return opening(device).get(PATIENCE.toMillis() + 1000, TimeUnit.MILLISECONDS).port();
        } catch (ExecutionException failed) {
            SluiceException why = failed.getCause() instanceof SluiceException known ? known
                    : closed(device, Optional.ofNullable(failed.getCause().getMessage()).orElse("it did not dial in time"));
            way.failed(why.getMessage());
            throw why;
        } catch (TimeoutException silent) {
            throw closed(device, "it did not dial in time");
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw closed(device, "this node is ending");
        }
    }

    /** Whether this is the ticket that the node was just given; it is used up then. */
    boolean admit(String device, String ticket) {
        Asked waiting = asked.get(device);
        return waiting != null && !waiting.opening.isDone()
                && MessageDigest.isEqual(
                        waiting.ticket.getBytes(StandardCharsets.UTF_8), ticket.getBytes(StandardCharsets.UTF_8))
                && asked.replace(device, waiting, new Asked(ticketOf(random), waiting.opening));
    }

    /** A node that was admitted is connected. */
    Mux connected(String device, Wire wire) {
        Mux mux = ways.of(device, page(device)).connected(wire, Optional.empty());
        try {
            Bridge bridge = new Bridge(mux, threads);
            // First there, then no longer asked for: who finds neither would ask for a second tunnel.
            Optional.ofNullable(bridges.put(device, bridge)).ifPresent(Bridge::close);
            Optional.ofNullable(asked.remove(device)).ifPresent(waiting -> waiting.opening.complete(bridge));
        } catch (IOException noPort) {
            mux.end("no port on loopback: " + noPort.getMessage());
            Optional.ofNullable(asked.remove(device)).ifPresent(waiting -> waiting.opening.completeExceptionally(noPort));
        }
        return mux;
    }

    void close() {
        bridges.values().forEach(Bridge::close);
        asked.values().forEach(one -> one.opening.completeExceptionally(closed("", "this node is ending")));
    }

    private Optional<Bridge> open(String device) {
        return Optional.ofNullable(bridges.get(device)).filter(Bridge::isOpen);
    }

    /** Several who ask at the same time wait for the same connection. */
    private CompletableFuture<Bridge> opening(String device) {
        CompletableFuture<Bridge> fresh = new CompletableFuture<>();
        Asked mine = new Asked(ticketOf(random), fresh);
        Asked first = asked.putIfAbsent(device, mine);
        if (first != null) {
            return first.opening;
        }
        Optional<Bridge> meanwhile = open(device);
        if (meanwhile.isPresent()) {
            asked.remove(device, mine);
            fresh.complete(meanwhile.get());
            return fresh;
        }
        fresh.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((bridge, error) -> asked.computeIfPresent(device, (id, one) -> one.opening == fresh ? null : one));
        try {
            link(device).send(Resource.COMMAND, new OpenMessage(device, mine.ticket).write(), PATIENCE)
                    .whenComplete((reply, error) -> answered(device, fresh, reply, error));
        } catch (SluiceException away) {
            fresh.completeExceptionally(away);
        }
        return fresh;
    }

    private static void answered(String device, CompletableFuture<Bridge> opening, byte[] reply, Throwable error) {
        if (error != null) {
            Throwable cause = error.getCause() == null ? error : error.getCause();
            opening.completeExceptionally(away(device, String.valueOf(cause.getMessage())));
            return;
        }
        String refusal = OpenMessage.refusal(reply);
        if (!refusal.isEmpty()) {
            opening.completeExceptionally(new UnavailableException("tunnel.refused",
                    "The node " + device + " opened no tunnel: " + refusal, "Check its configuration " + TunnelComponent.PID + ".", null));
        }
    }

    private Link link(String device) {
        for (Link link : links) {
            LinkInfo info = link.info();
            if (info.device().equals(device) && info.direction() == LinkInfo.Direction.LOWER) {
                if (info.state() == LinkState.ONLINE) {
                    return link;
                }
                throw away(device, "its link is " + info.state());
            }
        }
        throw away(device, "it is not registered here");
    }

    private static UnavailableException away(String device, String why) {
        return new UnavailableException("tunnel.link_away", "The node " + device + " cannot be asked for a tunnel: " + why,
                "Wait until it is registered again.", null);
    }

    private static UnavailableException closed(String device, String why) {
        return new UnavailableException("tunnel.failed", "There is no tunnel to the node " + device + ": " + why,
                "Check whether it reaches this node's HTTP port.", null);
    }

    private static String ticketOf(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
