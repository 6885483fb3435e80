package io.sluice.rtsp.server;

import io.sluice.api.stream.StreamFormat;
import io.sluice.rtsp.auth.ServerAuth;
import io.sluice.rtsp.net.NioLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves named live streams to many clients, over TCP and UDP, on one thread of its own. Thread-safe. */
public final class RtspServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RtspServer.class);
    private static final String REALM = "Sluice";
    private static final Duration TICK = Duration.ofMillis(250);

    private final ServerSettings settings;
    private final Optional<ServerAuth> auth;
    private final ServerSocketChannel listening;
    private final NioLoop loop;
    private final Map<String, ServedStream> streams = new ConcurrentHashMap<>();
    private final Set<ServerConnection> connections = new LinkedHashSet<>();

    /** @throws IOException when the address cannot be listened on */
    public RtspServer(ServerSettings settings) throws IOException {
        this.settings = settings;
        auth = settings.login()
                .map(login -> new ServerAuth(login, REALM, settings.schemes(), settings.nonceLife()));
        listening = ServerSocketChannel.open();
        try {
            listening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listening.bind(settings.address());
            loop = new NioLoop("rtsp-server-" + address().getPort());
        } catch (IOException e) {
            NioLoop.closeQuietly(listening);
            throw e;
        }
        loop.execute(this::begin);
    }

    /** Where it listens. */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listening.getLocalAddress();
    }

    /**
     * Offers a stream.
     *
     * @param name its path, without leading slash
     * @throws IllegalArgumentException when there is one of this name
     */
    public ServedStream add(String name, StreamFormat format) {
        ServedStream stream = new ServedStream(loop, name, format, settings.largestPayload());
        if (streams.putIfAbsent(name, stream) != null) {
            throw new IllegalArgumentException("a stream " + name + " is served already");
        }
        return stream;
    }

    /** Withdraws a stream; its clients are disconnected. */
    public void remove(ServedStream stream) {
        if (streams.remove(stream.name(), stream)) {
            loop.execute(stream::disconnectAll);
        }
    }

    /** Disconnects everybody and ends the thread. */
    @Override
    public void close() {
        loop.execute(() -> {
            NioLoop.closeQuietly(listening);
            new ArrayList<>(connections).forEach(ServerConnection::close);
        });
        loop.close();
        NioLoop.closeQuietly(listening);
    }

    Optional<ServedStream> stream(String name) {
        return Optional.ofNullable(streams.get(name));
    }

    ServerSettings settings() {
        return settings;
    }

    Optional<ServerAuth> auth() {
        return auth;
    }

    NioLoop loop() {
        return loop;
    }

    void gone(ServerConnection connection) {
        connections.remove(connection);
    }

    private void begin() {
        try {
            loop.register(listening, SelectionKey.OP_ACCEPT, key -> accept());
        } catch (IOException e) {
            LOG.error("RTSP server takes no connections: {}", e.toString(), e);
        }
        loop.after(TICK, this::tick);
    }

    private void accept() {
        try {
            for (SocketChannel channel = listening.accept(); channel != null; channel = listening.accept()) {
                connections.add(new ServerConnection(this, channel));
            }
        } catch (IOException e) {
            LOG.warn("RTSP server could not take a connection: {}", e.toString());
        }
    }

    private void tick() {
        long now = System.nanoTime();
        new ArrayList<>(connections).forEach(connection -> connection.tick(now));
        streams.values().forEach(stream -> stream.tick(now));
        loop.after(TICK, this::tick);
    }
}
