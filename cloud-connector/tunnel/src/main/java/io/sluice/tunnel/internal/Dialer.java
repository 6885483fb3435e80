package io.sluice.tunnel.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The lower node's side: dials the address that its own configuration has for the node that asks, never one that it is told, and
 * lets streams through to its own HTTP port, nowhere else. Thread-safe.
 */
final class Dialer {

    /** The target every node has: its own HTTP port. */
    static final String HTTP = "http";

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int CONNECT_MILLIS = 3000;

    private final Map<String, URI> uppers;
    private final int port;
    private final HttpClient client;
    private final Executor threads;
    private final Ways ways;

    /**
     * @param uppers where each upper node takes tunnels
     * @param port of this node's HTTP server
     */
    Dialer(Map<String, URI> uppers, int port, HttpClient client, Executor threads, Ways ways) {
        this.uppers = uppers;
        this.port = port;
        this.client = client;
        this.threads = threads;
        this.ways = ways;
    }

    /**
     * @param upper who asked
     * @throws RejectedException when that node may not look at this one
     * @throws UnavailableException when it cannot be reached
     */
    void dial(String upper, OpenMessage message) {
        URI base = uppers.get(upper);
        if (base == null) {
            throw new RejectedException("tunnel.refused", "This node opens no tunnel to " + upper + ".",
                    "Name it among the upper nodes of the configuration " + TunnelComponent.PID + " there.", null);
        }
        DialedWire wire = new DialedWire();
        CompletableFuture<WebSocket> opening = client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + message.ticket())
                .connectTimeout(PATIENCE)
                .buildAsync(base.resolve("/tunnel/" + message.device()), wire);
        try {
            opening.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            opening.cancel(true);
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw unreachable(base, cause);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw unreachable(base, ended);
        }
        wire.begin(ways.of(upper, "").connected(wire, Optional.of(this::take)));
    }

    private void take(MuxStream stream, String target) {
        threads.execute(() -> {
            if (!target.equals(HTTP)) {
                stream.reset("no such target");
                return;
            }
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
                socket.setTcpNoDelay(true);
                Pump.start(socket, stream, threads);
            } catch (IOException refused) {
                stream.reset("the node's HTTP port cannot be reached: " + refused.getMessage());
            }
        });
    }

    private static UnavailableException unreachable(URI base, Throwable cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new UnavailableException("tunnel.failed", "This node cannot reach " + base + ": " + why,
                "Check the address in the configuration " + TunnelComponent.PID + ", and the network.", cause);
    }
}
