package io.sluice.tunnel.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;

/**
 * A port on loopback that leads through one tunnel, so that a client of HTTP that is proven can be used. Ends with the tunnel.
 */
final class Bridge {

    private static final int BACKLOG = 64;

    private final Mux mux;
    private final ExecutorService threads;
    private final ServerSocket door;

    Bridge(Mux mux, ExecutorService threads) throws IOException {
        this.mux = mux;
        this.threads = threads;
        door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** Whether its connection is still there. */
    boolean isOpen() {
        return mux.isOpen();
    }

    int port() {
        return door.getLocalPort();
    }

    void close() {
        try {
            door.close();
        } catch (IOException closed) {
            // Closed is what it should be.
        }
    }

    private void accept() {
        while (mux.isOpen() && !door.isClosed()) {
            try {
                Socket socket = door.accept();
                carry(socket);
            } catch (IOException ended) {
                close();
            }
        }
        close();
    }

    private void carry(Socket socket) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            Pump.start(socket, mux.open(Dialer.HTTP), threads);
        } catch (IOException full) {
            socket.close();
        }
    }
}
