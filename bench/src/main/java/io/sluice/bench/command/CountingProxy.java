package io.sluice.bench.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Hands on what comes to a port, in both directions, and has it counted. */
final class CountingProxy implements AutoCloseable {

    private final int to;
    private final Supplier<Sorter> sorters;
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService pool = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "counting-proxy");
        thread.setDaemon(true);
        return thread;
    });

    /** @param sorters one for each connection */
    CountingProxy(int to, Supplier<Sorter> sorters) throws IOException {
        this.to = to;
        this.sorters = sorters;
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
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                Sorter sorter = sorters.get();
                pool.execute(() -> pump(near, far, sorter, true));
                pool.execute(() -> pump(far, near, sorter, false));
            } catch (IOException gone) {
                // Nobody listens there yet, or this one is closed.
            }
        }
    }

    private static void pump(Socket from, Socket into, Sorter sorter, boolean dialled) {
        try (from; into) {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            byte[] chunk = new byte[8192];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                sorter.passed(dialled, chunk, read);
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
