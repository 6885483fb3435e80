package io.sluice.itest.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens, and answers whatever is said to it with bytes that mean nothing. */
public final class GarbageServer implements AutoCloseable {

    private static final int BYTES = 200_000;

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread thread = new Thread(this::serve, "garbage-server");

    public GarbageServer() throws IOException {
        thread.start();
    }

    public int port() {
        return listener.getLocalPort();
    }

    public int connections() {
        return connections.get();
    }

    private void serve() {
        Random random = new Random(1);
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                connections.incrementAndGet();
                byte[] noise = new byte[BYTES];
                random.nextBytes(noise);
                OutputStream out = socket.getOutputStream();
                socket.getInputStream().read();
                out.write(noise);
            } catch (IOException e) {
                // The client went, or the test is over.
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        listener.close();
        thread.join();
    }
}
