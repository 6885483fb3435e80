package io.sluice.tunnel.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * Two WebSockets, one with a browser and one with the lower node, and what comes by one goes out by the other. A piece is asked for
 * when the one before has left, so a slow browser holds up its own picture and needs no memory here.
 */
final class LiveRelay implements WebSocket.Listener {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NORMAL = 1000;
    private static final int BROKEN = 1011;
    /** RFC 6455, section 7.4.1: these are said of a connection, never sent. */
    private static final int NO_CODE = 1005;
    private static final int NO_CLOSE = 1006;

    private final BrowserSocket browser = new BrowserSocket(this);
    private volatile WebSocket node;
    private volatile Session session;

    private LiveRelay() {}

    /**
     * Connects with the node.
     *
     * @param protocols that the browser offers, null for none
     * @throws UnavailableException when it did not answer
     * @throws RejectedException when it refuses
     */
    static LiveRelay connect(HttpClient client, URI address, String protocols) {
        LiveRelay relay = new LiveRelay();
        WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(PATIENCE);
        if (protocols != null) {
            String[] words = protocols.split("\\s*,\\s*");
            builder.subprotocols(words[0], Arrays.copyOfRange(words, 1, words.length));
        }
        try {
            relay.node = builder.buildAsync(address, relay).get();
            return relay;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof WebSocketHandshakeException refused) {
                throw new RejectedException("tunnel.live_refused",
                        "The node answers " + refused.getResponse().statusCode() + " here.", "Check the address.", refused);
            }
            throw new UnavailableException("tunnel.silent", "The node did not answer: " + failed.getCause().getMessage(),
                    "Try it again.", failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("tunnel.silent", "This node is ending.", "Try it again.", ended);
        }
    }

    BrowserSocket browser() {
        return browser;
    }

    /** The browser is there. */
    void join(Session joined) {
        session = joined;
        node.request(1);
    }

    /** The browser's side did not come about. */
    void end() {
        node.abort();
    }

    /** Passes on what the browser said. */
    CompletableFuture<WebSocket> text(String part, boolean last) {
        return node.sendText(part, last);
    }

    CompletableFuture<WebSocket> binary(ByteBuffer part, boolean last) {
        return node.sendBinary(part, last);
    }

    /** The browser left. */
    void left() {
        node.sendClose(NORMAL, "").orTimeout(1, TimeUnit.SECONDS).whenComplete((done, error) -> node.abort());
    }

    @Override
    public void onOpen(WebSocket opened) {
        // Asked for once the browser is there.
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        session.sendPartialBinary(part, last, next(from, passed));
        return passed;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        session.sendPartialText(part.toString(), last, next(from, passed));
        return passed;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket from, ByteBuffer payload) {
        // Keeps the connection with the browser open, too.
        session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        session.close(code == NO_CODE ? NORMAL : code == NO_CLOSE ? BROKEN : code, reason, Callback.NOOP);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        Optional.ofNullable(session).ifPresent(open -> open.close(BROKEN, "The tunnel to the node broke.", Callback.NOOP));
    }

    private static Callback next(WebSocket from, CompletableFuture<Void> passed) {
        return Callback.from(() -> {
            passed.complete(null);
            from.request(1);
        }, failure -> {
            passed.complete(null);
            from.abort();
        });
    }
}
