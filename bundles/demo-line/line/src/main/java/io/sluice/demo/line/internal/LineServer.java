package io.sluice.demo.line.internal;

import io.sluice.rtsp.server.RtspServer;
import io.sluice.rtsp.server.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** The line on an RTSP server of its own, reachable from this machine only. */
final class LineServer implements ServedLine {

    private final RtspServer server;
    private final Studio studio;
    private final String url;

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

    @Override
    public String url() {
        return url;
    }

    @Override
    public Optional<Throwable> failure() {
        return studio.failure();
    }

    @Override
    public void close() {
        studio.close();
        server.close();
    }
}
