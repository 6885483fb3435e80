package io.sluice.accel.contained.internal.child;

import io.sluice.accel.contained.internal.wire.Link;
import io.sluice.accel.contained.internal.wire.Wire;
import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers the gateway. Each session and each binding has a link and a thread of its own: what belongs to a link ends with
 * it, so nothing is left behind whatever the gateway does, and a run wakes exactly one thread.
 */
final class Server implements AutoCloseable {

    private final ServerSocketChannel listening;
    private final Devices devices;
    private final DriverStatuses statuses;
    private final Runnable onAbandoned;
    private final Map<Integer, Loaded> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /** @param onAbandoned called when the gateway is not there any more */
    Server(Path socket, Devices devices, DriverStatuses statuses, Runnable onAbandoned) throws IOException {
        this.devices = devices;
        this.statuses = statuses;
        this.onAbandoned = onAbandoned;
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket));
        start("contained-accept", this::accept);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException alreadyClosed) {
            // As wanted.
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listening.accept();
                start("contained-link", () -> serve(new Link(channel)));
            }
        } catch (IOException closed) {
            // The bundle stops.
        }
    }

    private void serve(Link link) {
        try (link) {
            ByteBuffer frame = link.receive();
            switch (frame.get()) {
                case Wire.DEVICES -> follow(link);
                case Wire.STATUSES -> statuses.tell(link);
                case Wire.RELEASE -> devices.get(Link.getText(frame)).releaseQuarantine();
                case Wire.READINGS -> readings(link, frame);
                case Wire.LOAD -> new SessionService(link, devices, numbers.incrementAndGet(), sessions).serve(frame);
                case Wire.BIND -> new BindingService(link).serve(Optional.ofNullable(sessions.get(frame.getInt())), frame);
                default -> throw new IOException("an unknown question");
            }
        } catch (UnavailableException away) {
            // A device that has gone has nothing to release.
        } catch (IOException ended) {
            // The gateway closed the link; what belonged to it has been given back.
        }
    }

    private void follow(Link link) {
        devices.follow(link);
        try {
            link.receive();
        } catch (IOException ended) {
            onAbandoned.run();
        }
    }

    private void readings(Link link, ByteBuffer first) throws IOException {
        ByteBuffer frame = first;
        while (true) {
            try {
                Wire.putReadings(link.begin(Wire.OK), devices.get(Link.getText(frame)).readings());
            } catch (RuntimeException failed) {
                Wire.putFailure(link.begin(Wire.FAILED), failed);
            }
            link.send();
            frame = link.receive();
            frame.get();
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
