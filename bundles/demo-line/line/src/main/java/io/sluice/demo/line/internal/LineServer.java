package io.sluice.demo.line.internal;

import io.sluice.rtsp.server.RtspServer;
import io.sluice.rtsp.server.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** The line on an RTSP server of its own, reachable from this machine only. */
final class LineServer implements AutoCloseable {

    private final RtspServer server;
    private final Studio studio;
    private final String url;

    /**
     * @param port to listen on; 0 takes a free one
     * @throws IOException when the port cannot be had
     */
    LineServer(int port) throws IOException, InterruptedException {
        server = new RtspServer(ServerSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        try {
            url = "rtsp://127.0.0.1:" + server.address().getPort() + "/" + Studio.STREAM;
            studio = new Studio(server);
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    String url() {
        return url;
    }

    /** Why the line is not served any more, if so. */
    Optional<RuntimeException> failure() {
        return studio.failure();
    }

    @Override
    public void close() {
        studio.close();
        server.close();
    }
}
