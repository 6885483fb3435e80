package io.sluice.launcher.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server with one file, which can be told to misbehave. One request a connection. */
final class ArchiveServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final Deque<Integer> cuts = new ConcurrentLinkedDeque<>();
    private volatile byte[] content;
    private volatile boolean ignoresRanges;
    private volatile int status;

    ArchiveServer(byte[] content) throws IOException {
        this.content = content;
        Thread thread = new Thread(this::serve, "archive-server");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/gpu.jar";
    }

    void serve(byte[] other) {
        content = other;
    }

    /** The next answers end after so many bytes, one each. */
    void cut(int... bytes) {
        for (int count : bytes) {
            cuts.add(count);
        }
    }

    void ignoreRanges() {
        ignoresRanges = true;
    }

    void refuse(int code) {
        status = code;
    }

    /** Of the requests so far; empty for the whole. */
    List<String> ranges() {
        return List.copyOf(ranges);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                answer(connection);
            } catch (IOException gone) {
                // The client has gone, or the test has ended.
            }
        }
    }

    private void answer(Socket connection) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
        String range = "";
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            range = line.startsWith("Range: ") ? line.substring("Range: ".length()) : range;
        }
        ranges.add(range);
        int from = range.isEmpty() || ignoresRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (status != 0 || from >= content.length) {
            head(connection, status != 0 ? status : 416, 0);
            return;
        }
        head(connection, from == 0 ? 200 : 206, content.length - from);
        int whole = content.length - from;
        connection.getOutputStream().write(content, from, cuts.isEmpty() ? whole : Math.min(cuts.remove(), whole));
    }

    private static void head(Socket connection, int code, int length) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(("HTTP/1.1 " + code + " X\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
