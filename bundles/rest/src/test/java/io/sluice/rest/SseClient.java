package io.sluice.rest;

import io.sluice.support.testing.TestFramework;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads a stream of events on a thread of its own until closed. Speaks HTTP/1.0, so that nothing is chunked. */
final class SseClient implements AutoCloseable {

    private record Message(String event, String data, String id) {}

    private final List<Message> messages = new ArrayList<>();
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final Socket socket;
    private final Thread thread = new Thread(this::read, "sse-client");
    private volatile boolean open;

    SseClient(int port, String path, String lastEventId) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        String last = lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
        socket.getOutputStream().write(
                ("GET " + path + " HTTP/1.0\r\n" + last + "\r\n").getBytes(StandardCharsets.US_ASCII));
        thread.start();
    }

    void awaitOpen() throws InterruptedException {
        TestFramework.await("stream open", () -> open);
    }

    void awaitCount(String event, long count) throws InterruptedException {
        TestFramework.await(count + " times " + event, () -> counts.getOrDefault(event, 0L) >= count);
    }

    synchronized List<String> events() {
        return messages.stream().map(Message::event).toList();
    }

    synchronized String data(int index) {
        return messages.get(index).data();
    }

    synchronized String lastId() {
        return messages.get(messages.size() - 1).id();
    }

    synchronized List<Long> ids() {
        return messages.stream().map(message -> Long.valueOf(message.id())).toList();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        socket.close();
        thread.join();
    }

    private synchronized void add(Message message) {
        messages.add(message);
        counts.merge(message.event(), 1L, Long::sum);
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            String event = "";
            String data = "";
            String id = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("retry: ")) {
                    open = true;
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.isEmpty() && !event.isEmpty()) {
                    add(new Message(event, data, id));
                    event = "";
                }
            }
        } catch (IOException closed) {
            open = false;
        }
    }
}
