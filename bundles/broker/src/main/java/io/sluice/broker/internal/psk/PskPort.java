package io.sluice.broker.internal.psk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for small devices that prove who they are by a pre-shared key, and lets each in at the broker as the user it is
 * bound to. One thread serves all; connections are bounded in number and time.
 */
public final class PskPort implements AutoCloseable {

    /**
     * @param place where to listen
     * @param broker where the broker listens without TLS, on this machine
     * @param devices by identity
     * @param connections at most at a time
     * @param introductionMillis from the connection to a complete CONNECT
     * @param idleMillis without a byte either way
     */
    public record Settings(
            InetSocketAddress place,
            InetSocketAddress broker,
            Map<String, PskDevice> devices,
            int connections,
            long introductionMillis,
            long idleMillis) {}

    /** What a port has done so far, as of now. */
    public record Counts(int clients, long refused, String lastRefused) {}

    private static final Logger LOG = LoggerFactory.getLogger(PskPort.class);
    private static final int BUFFER = 64 * 1024;
    private static final long LOOK_EVERY_MILLIS = 500;

    private record Times(long begun, long heard) {}

    private final Settings settings;
    private final TlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
    private final Attempts attempts = new Attempts(InstantSource.system());
    private final Map<PskSession, Times> sessions = new HashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final Selector selector;
    private final ServerSocketChannel listening;
    private final Thread thread;
    private volatile Counts counts = new Counts(0, 0, "");
    private volatile boolean closed;

    /** @throws IOException when the port cannot be listened at */
    public PskPort(Settings settings) throws IOException {
        this.settings = settings;
        selector = Selector.open();
        listening = ServerSocketChannel.open();
        try {
            listening.bind(settings.place());
            listening.configureBlocking(false);
            listening.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException taken) {
            listening.close();
            selector.close();
            throw taken;
        }
        thread = new Thread(this::serve, "broker-psk");
        thread.setDaemon(true);
        thread.start();
    }

    public Counts counts() {
        return counts;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        selector.wakeup();
        thread.join(5_000);
    }

    private void serve() {
        try (Selector ends = selector; ServerSocketChannel port = listening) {
            long looked = millis();
            while (!closed) {
                ends.select(LOOK_EVERY_MILLIS);
                for (Iterator<SelectionKey> keys = ends.selectedKeys().iterator(); keys.hasNext();) {
                    SelectionKey key = keys.next();
                    keys.remove();
                    if (key.channel() == port) {
                        accept(port);
                    } else if (key.isValid()) {
                        go((PskSession) key.attachment(), key);
                    }
                }
                if (millis() - looked >= LOOK_EVERY_MILLIS) {
                    looked = millis();
                    sweep();
                }
            }
        } catch (IOException broken) {
            LOG.warn("The port of TLS-PSK ended", broken);
        } finally {
            sessions.keySet().forEach(PskSession::close);
            sessions.clear();
        }
    }

    private void accept(ServerSocketChannel port) throws IOException {
        SocketChannel client = port.accept();
        if (client == null) {
            return;
        }
        try {
            InetAddress from = ((InetSocketAddress) client.getRemoteAddress()).getAddress();
            if (sessions.size() >= settings.connections() || !attempts.mayTry(from)) {
                client.close();
                return;
            }
            PskSession session = new PskSession(
                    client, settings.broker(), selector, new PskServer(crypto, settings.devices()), buffer);
            sessions.put(session, new Times(millis(), millis()));
            count(0, counts.lastRefused());
        } catch (IOException gone) {
            client.close();
        }
    }

    private void go(PskSession session, SelectionKey key) {
        boolean stranger = session.isHandshaking();
        try {
            session.ready(key);
            if (stranger && !session.isHandshaking()) {
                attempts.succeeded(session.from().getAddress());
            }
            sessions.computeIfPresent(session, (same, times) -> new Times(times.begun, millis()));
            if (session.isOver()) {
                end(session);
            }
        } catch (IOException | RuntimeException failed) {
            if (stranger) {
                refuse(session, failed.getMessage());
            } else {
                LOG.debug("A device's connection ended: {}", failed.getMessage());
            }
            end(session);
        }
    }

    /** Ends who does not say in time who it is, and who is silent for too long. */
    private void sweep() {
        long now = millis();
        Map.copyOf(sessions).forEach((session, times) -> {
            if (!session.isIn() && now - times.begun > settings.introductionMillis()) {
                refuse(session, "it did not say in time who it is");
                end(session);
            } else if (now - times.heard > settings.idleMillis()) {
                end(session);
            }
        });
    }

    private void refuse(PskSession session, String reason) {
        try {
            InetAddress from = session.from().getAddress();
            attempts.failed(from);
            count(1, from.getHostAddress());
            LOG.debug("A device at {} was refused: {}", from, reason);
        } catch (IOException gone) {
            count(1, counts.lastRefused());
        }
    }

    private void end(PskSession session) {
        session.close();
        sessions.remove(session);
        count(0, counts.lastRefused());
    }

    private void count(int refused, String last) {
        counts = new Counts(sessions.size(), counts.refused() + refused, last);
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }
}
