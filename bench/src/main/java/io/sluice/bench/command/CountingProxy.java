package io.sluice.bench.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Hands on what comes to a port, in both directions, and counts the bytes. */
final class CountingProxy implements AutoCloseable {

    private final int to;
    private final AtomicLong count;
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService pool = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "counting-proxy");
        thread.setDaemon(true);
        return thread;
    });

    CountingProxy(int to, AtomicLong count) throws IOException {
        this.to = to;
        this.count = count;
        pool.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
                pool.execute(() -> pump(near, far));
                pool.execute(() -> pump(far, near));
            } catch (IOException gone) {
                // Nobody listens there yet, or this one is closed.
            }
        }
    }

    private void pump(Socket from, Socket into) {
        try (from; into) {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            byte[] chunk = new byte[8192];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                count.addAndGet(read);
                out.write(chunk, 0, read);
            }
        } catch (IOException ended) {
            // As connections do.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        pool.shutdownNow();
    }
}
