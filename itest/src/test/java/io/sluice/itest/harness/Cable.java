package io.sluice.itest.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What lies between a port and who connects to it; a test pulls it and plugs it in again. */
public final class Cable implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean pulled;

    public Cable(int target) throws IOException {
        this.target = target;
        start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    public void pull() {
        pulled = true;
        sockets.forEach(Cable::shut);
        sockets.clear();
    }

    public void plug() {
        pulled = false;
    }

    @Override
    public void close() throws IOException {
        server.close();
        pull();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket near = server.accept();
                sockets.add(near);
                if (pulled) {
                    shut(near);
                } else {
                    connect(near);
                }
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void connect(Socket near) {
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(far);
            start(() -> carry(near, far));
            start(() -> carry(far, near));
        } catch (IOException nobody) {
            shut(near);
        }
    }

    private static void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException ended) {
            shut(from);
            shut(to);
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // Closed is what it should be.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cable");
        thread.setDaemon(true);
        thread.start();
    }
}
