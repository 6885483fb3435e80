package io.sluice.link.http.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The link between two nodes, which a test cuts, holds up and mends. */
final class Cable implements AutoCloseable {

    private enum Mode {
        PASS,
        /** Takes what comes and lets nothing through. */
        HOLD,
        /** Ends every connection. */
        CUT
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile Mode mode = Mode.PASS;
    private volatile CountDownLatch swallowed = new CountDownLatch(1);

    Cable(int target) throws IOException {
        this.target = target;
        start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    void hold() {
        swallowed = new CountDownLatch(1);
        mode = Mode.HOLD;
    }

    /** Waits until something was sent that does not come through. */
    void awaitSwallowed() throws InterruptedException {
        if (!swallowed.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing was sent");
        }
    }

    void cut() throws IOException {
        mode = Mode.CUT;
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    void mend() {
        mode = Mode.PASS;
    }

    @Override
    public void close() throws IOException {
        cut();
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                if (mode == Mode.CUT) {
                    near.close();
                    continue;
                }
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.addAll(List.of(near, far));
                start(() -> pump(near, far));
                start(() -> pump(far, near));
            }
        } catch (IOException ended) {
            // Closed by the test.
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] bytes = new byte[8192];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (mode == Mode.PASS) {
                    out.write(bytes, 0, count);
                } else {
                    swallowed.countDown();
                }
            }
        } catch (IOException ended) {
            // The other direction ends with it.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cable");
        thread.setDaemon(true);
        thread.start();
    }
}
