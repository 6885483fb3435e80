package io.sluice.rtsp.client;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands between client and server and does what bad cameras and networks do. */
public final class MeddlingProxy implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)\r\n");
    private static final Pattern CLIENT_PORTS = Pattern.compile("client_port=(\\d+)-(\\d+)");

    private final ServerSocket listening;
    private final int target;
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<String> replies = text -> text;
    private volatile UnaryOperator<String> requests = text -> text;
    private volatile IntPredicate lostDatagrams = n -> false;
    private volatile CountDownLatch frozen = new CountDownLatch(0);

    public MeddlingProxy(int target) throws IOException {
        this.target = target;
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Changes each message of the server; Content-Length is corrected. */
    public void replies(UnaryOperator<String> edit) {
        replies = edit;
    }

    /** Changes each message of the client. */
    public void requests(UnaryOperator<String> edit) {
        requests = edit;
    }

    /** Loses RTP datagrams, counted from 0; makes UDP pass through here. */
    public void lose(IntPredicate which) {
        lostDatagrams = which;
    }

    /** Passes nothing on to the client any more, though the connection stands. */
    public void freeze() {
        frozen = new CountDownLatch(1);
    }

    public void thaw() {
        frozen.countDown();
    }

    /** Writes bytes to the clients in between whatever the server sends. */
    public void inject(byte[] garbage) throws IOException {
        for (Socket client : clients) {
            synchronized (client) {
                client.getOutputStream().write(garbage);
            }
        }
    }

    @Override
    public void close() throws IOException {
        thaw();
        listening.close();
        for (AutoCloseable socket : open) {
            try {
                socket.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.addAll(List.of(client, server));
            clients.add(client);
            Relay relay = new Relay();
            thread(() -> pump(client, server, text -> relay.request(requests.apply(text)), false));
            thread(() -> pump(server, client, text -> relay.reply(replies.apply(text)), true));
        }
    }

    private void pump(Socket from, Socket to, UnaryOperator<String> edit, boolean freezes) throws IOException {
        try (from; to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            while (true) {
                byte[] unit = readUnit(in, edit);
                if (freezes) {
                    frozen.await();
                }
                synchronized (to) {
                    out.write(unit);
                }
            }
        } catch (EOFException | InterruptedException end) {
            clients.remove(to);
        }
    }

    private static byte[] readUnit(DataInputStream in, UnaryOperator<String> edit) throws IOException {
        int first = in.readUnsignedByte();
        if (first == '$') {
            int channel = in.readUnsignedByte();
            int length = in.readUnsignedShort();
            byte[] frame = new byte[4 + length];
            frame[0] = '$';
            frame[1] = (byte) channel;
            frame[2] = (byte) (length >> 8);
            frame[3] = (byte) length;
            in.readFully(frame, 4, length);
            return frame;
        }
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(first);
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        String text = head.toString(StandardCharsets.UTF_8);
        Matcher length = LENGTH.matcher(text);
        String body = length.find()
                ? new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
                : "";
        String edited = edit.apply(LENGTH.matcher(text).replaceAll("") + body);
        int split = edited.indexOf("\r\n\r\n") + 4;
        int size = edited.length() - split;
        String lengthLine = size > 0 ? "Content-Length: " + size + "\r\n" : "";
        return (edited.substring(0, split - 2) + lengthLine + "\r\n" + edited.substring(split))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The way of datagrams, when the client asks for UDP. */
    private final class Relay {
        private DatagramSocket rtp;
        private DatagramSocket rtcp;

        String request(String text) {
            Matcher ports = CLIENT_PORTS.matcher(text);
            if (!ports.find()) {
                return text;
            }
            try {
                rtp = relay(Integer.parseInt(ports.group(1)), true);
                rtcp = relay(Integer.parseInt(ports.group(2)), false);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return ports.replaceFirst("client_port=" + rtp.getLocalPort() + "-" + rtcp.getLocalPort());
        }

        String reply(String text) {
            return rtp == null
                    ? text
                    : text.replaceFirst("server_port=\\d+-\\d+",
                            "server_port=" + rtp.getLocalPort() + "-" + rtcp.getLocalPort());
        }

        private DatagramSocket relay(int port, boolean loses) throws IOException {
            DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            open.add(socket);
            thread(() -> {
                byte[] data = new byte[65536];
                for (int n = 0; true; n++) {
                    DatagramPacket packet = new DatagramPacket(data, data.length);
                    socket.receive(packet);
                    boolean fromClient = packet.getPort() == port;
                    if (!fromClient && !(loses && lostDatagrams.test(n))) {
                        packet.setSocketAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                        socket.send(packet);
                    }
                }
            });
            return socket;
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // The test is over, or one side hung up.
                return;
            }
        }, "meddling-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
