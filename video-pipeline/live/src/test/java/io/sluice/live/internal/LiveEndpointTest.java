package io.sluice.live.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The endpoint on a real server, seen by a real client. */
class LiveEndpointTest {

    private final Units units = new Units();
    private final ScriptedHub hub = new ScriptedHub();
    private final Channels channels = new Channels(
            new LiveLimits(10, 50, 1 << 20), () -> Optional.of(hub), camera -> false, new TextPackaging());
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Endpoint(channels)), "/live/*");
        JettyWebSocketServletContainerInitializer.configure(context, null);
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        channels.close();
        server.stop();
        hub.stop();
        assertEquals(0, units.held.get());
    }

    @Test
    void sendsFormatInitAndFragments() {
        Received received = connect("gate", null);
        Deadline.await(() -> "a tap", () -> !hub.taps.isEmpty());
        hub.publish(units.next(true));
        hub.publish(units.next(false));
        Deadline.await(received.messages::toString, () -> received.messages.size() == 4);
        assertTrue(received.messages.get(0).startsWith("{\"type\":\"format\",\"mime\":\"video/mp4; codecs=\\\"avc1.64001f\\\"\""));
        assertEquals(List.of("init 1920x1080", "key 0+3600", "delta 3600+3600"), received.messages.subList(1, 4));
        received.socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        Deadline.await(() -> "the viewer to be gone", () -> channels.viewers() == 0 && hub.taps.isEmpty());
    }

    @Test
    void aConnectionThatBreaksLeavesNothingBehind() {
        Received received = connect("gate", null);
        Deadline.await(() -> "a tap", () -> !hub.taps.isEmpty());
        received.socket.abort();
        Deadline.await(() -> "the viewer to be gone", () -> channels.viewers() == 0 && hub.taps.isEmpty());
    }

    @Test
    void closesWithAReasonWhenThereIsNoSuchCamera() {
        Received received = connect("nowhere", null);
        Deadline.await(() -> "the end", () -> received.closed != null);
        assertEquals("4404 There is no camera 'nowhere'.", received.closed);
    }

    @Test
    void takesPagesOfThisGatewayOnly() {
        connect("gate", "http://127.0.0.1:" + connector.getLocalPort());
        CompletionException refused =
                assertThrows(CompletionException.class, () -> connect("gate", "http://elsewhere.example"));
        WebSocketHandshakeException cause =
                assertInstanceOf(WebSocketHandshakeException.class, refused.getCause());
        assertEquals(403, cause.getResponse().statusCode());
        assertThrows(CompletionException.class, () -> connect("gate", "null"));
    }

    @Test
    void answersPlainRequestsWithAProblem() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/live/gate"))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(426, response.statusCode());
        assertEquals("application/problem+json", response.headers().firstValue("Content-Type").orElse("").split(";")[0]);
        assertTrue(response.body().contains("live.upgrade"), response.body());
    }

    private Received connect(String camera, String origin) {
        Received received = new Received();
        WebSocket.Builder builder = client.newWebSocketBuilder();
        if (origin != null) {
            builder.header("Origin", origin);
        }
        URI uri = URI.create("ws://127.0.0.1:" + connector.getLocalPort() + "/live/" + camera);
        received.socket = builder.buildAsync(uri, received).join();
        return received;
    }

    private static final class Endpoint extends LiveEndpoint {

        private static final long serialVersionUID = 1;

        private final transient Channels channels;

        private Endpoint(Channels channels) {
            this.channels = channels;
        }

        @Override
        Channels channels() {
            return channels;
        }
    }

    private static final class Received implements WebSocket.Listener {

        private final List<String> messages = new CopyOnWriteArrayList<>();
        private volatile WebSocket socket;
        private volatile String closed;

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            messages.add(data.toString());
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            messages.add(TextPackaging.read(data));
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed = code + " " + reason;
            return null;
        }
    }
}
