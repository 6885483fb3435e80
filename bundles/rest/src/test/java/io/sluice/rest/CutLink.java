package io.sluice.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A link between two gateways that breaks: connections are closed once so many bytes went over it, a number of times. */
final class CutLink implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final long bytes;
    private final AtomicInteger cutsLeft;
    private final AtomicLong carried = new AtomicLong();
    private final Thread thread = new Thread(this::accept, "cut-link");

    CutLink(int target, long bytes, int cuts) throws IOException {
        this.target = target;
        this.bytes = bytes;
        this.cutsLeft = new AtomicInteger(cuts);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    int cutsLeft() {
        return Math.max(0, cutsLeft.get());
    }

    /** Bytes carried in both directions. */
    long carried() {
        return carried.get();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.close();
        thread.join();
    }

    private void accept() {
        try {
            while (true) {
                Socket from = server.accept();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
                AtomicLong left = new AtomicLong(bytes);
                new Thread(() -> carry(from, to, left)).start();
                new Thread(() -> carry(to, from, left)).start();
            }
        } catch (IOException closed) {
            // By the test.
        }
    }

    private void carry(Socket from, Socket to, AtomicLong left) {
        byte[] buffer = new byte[4096];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (left.addAndGet(-count) < 0 && cutsLeft.getAndDecrement() > 0) {
                    return;
                }
                carried.addAndGet(count);
                out.write(buffer, 0, count);
            }
        } catch (IOException closed) {
            // One of the two ended it.
        }
    }
}
