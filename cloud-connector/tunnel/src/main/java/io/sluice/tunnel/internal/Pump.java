package io.sluice.tunnel.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Carries bytes between a socket and a stream of the tunnel until both directions ended or one broke; then the socket is closed. */
final class Pump {

    private final Socket socket;
    private final MuxStream stream;
    private int running = 2;

    private Pump(Socket socket, MuxStream stream) {
        this.socket = socket;
        this.stream = stream;
    }

    /** @param threads two for each pump, as long as it runs */
    static void start(Socket socket, MuxStream stream, Executor threads) {
        Pump pump = new Pump(socket, stream);
        try {
            threads.execute(() -> pump.run(pump::out));
            threads.execute(() -> pump.run(pump::in));
        } catch (RejectedExecutionException ending) {
            pump.broke("the node is ending");
        }
    }

    private interface Way {
        void carry() throws IOException;
    }

    private void run(Way way) {
        try {
            way.carry();
        } catch (IOException broken) {
            broke(String.valueOf(broken.getMessage()));
        } finally {
            done();
        }
    }

    private void out() throws IOException {
        InputStream from = socket.getInputStream();
        byte[] buffer = new byte[Frame.LONGEST];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            stream.write(buffer, count);
        }
        stream.end();
    }

    private void in() throws IOException {
        OutputStream to = socket.getOutputStream();
        byte[] buffer = new byte[Frame.LONGEST];
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            to.write(buffer, 0, count);
        }
        socket.shutdownOutput();
    }

    private void broke(String reason) {
        stream.reset(reason);
        shut();
    }

    private synchronized void done() {
        if (--running == 0) {
            shut();
        }
    }

    private void shut() {
        try {
            socket.close();
        } catch (IOException closed) {
            // Closed is what it should be.
        }
    }
}
