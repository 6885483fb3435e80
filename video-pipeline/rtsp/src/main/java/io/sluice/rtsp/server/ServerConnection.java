package io.sluice.rtsp.server;

import io.sluice.rtsp.auth.ServerAuth;
import io.sluice.rtsp.message.Headers;
import io.sluice.rtsp.message.RtspMessage;
import io.sluice.rtsp.message.RtspParser;
import io.sluice.rtsp.message.RtspRequest;
import io.sluice.rtsp.message.RtspResponse;
import io.sluice.rtsp.message.RtspSyntaxException;
import io.sluice.rtsp.message.Transport;
import io.sluice.rtsp.net.NioLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: answers its requests, at most one stream at a time. On the server's thread. */
final class ServerConnection implements NioLoop.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);
    /** The longest interleaved packet; a client's messages are far shorter. */
    private static final int READ_SIZE = 4 + 0xFFFF;
    private static final String METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER, SET_PARAMETER";

    private final RtspServer server;
    private final SocketChannel channel;
    private final SendQueue queue;
    private final ByteBuffer in = ByteBuffer.allocate(READ_SIZE);
    private final String sessionId = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private Optional<ServedStream> stream = Optional.empty();
    private Optional<ServedStream.Outlet> outlet = Optional.empty();
    private Optional<UdpOutlet> udp = Optional.empty();
    private long lastSign = System.nanoTime();
    private boolean closed;

    ServerConnection(RtspServer server, SocketChannel channel) throws IOException {
        this.server = server;
        this.channel = channel;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = server.loop().register(channel, SelectionKey.OP_READ, this);
        queue = new SendQueue(channel, key, server.settings().clientQueue());
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            if (key.isWritable()) {
                queue.flush();
            }
            if (key.isReadable()) {
                read();
            }
        } catch (IOException e) {
            LOG.debug("RTSP client {} is gone: {}", channel, e.toString());
            close();
        } catch (RtspSyntaxException e) {
            LOG.info("RTSP client {} sent what is no RTSP: {}", channel, e.getMessage());
            close();
        }
    }

    void tick(long now) {
        long sign = Math.max(lastSign, udp.map(UdpOutlet::lastSign).orElse(Long.MIN_VALUE));
        if (now - sign > server.settings().sessionTimeout().toNanos()) {
            LOG.info("RTSP client {} gave no sign of life for {}", channel, server.settings().sessionTimeout());
            close();
        }
    }

    void close() {
        if (!closed) {
            closed = true;
            tearDown();
            NioLoop.closeQuietly(channel);
            server.gone(this);
        }
    }

    private void read() throws IOException {
        if (channel.read(in) < 0) {
            close();
            return;
        }
        lastSign = System.nanoTime();
        in.flip();
        boolean more = true;
        while (more && in.hasRemaining() && !closed) {
            more = in.get(in.position()) == '$' ? skipPacket() : readMessage();
        }
        in.compact();
        if (!closed && !in.hasRemaining()) {
            throw new RtspSyntaxException("a message of more than " + READ_SIZE + " bytes");
        }
    }

    /** Receivers' reports over TCP: that they come is all they are for here. */
    private boolean skipPacket() {
        int at = in.position();
        if (in.remaining() < 4 || in.remaining() < 4 + (in.getShort(at + 2) & 0xFFFF)) {
            return false;
        }
        in.position(at + 4 + (in.getShort(at + 2) & 0xFFFF));
        return true;
    }

    private boolean readMessage() throws IOException {
        Optional<RtspMessage> message = RtspParser.parse(in);
        if (message.isPresent() && message.get() instanceof RtspRequest request) {
            answer(request);
        }
        return message.isPresent();
    }

    private void answer(RtspRequest request) throws IOException {
        String method = request.method();
        if (!method.equals("OPTIONS") && server.auth().isPresent()) {
            ServerAuth auth = server.auth().get();
            ServerAuth.Verdict verdict = auth.check(method, request.uri(), request.headers().get("Authorization"));
            if (verdict != ServerAuth.Verdict.ACCEPTED) {
                Headers headers = Headers.NONE;
                for (String challenge : auth.challenges(verdict == ServerAuth.Verdict.STALE)) {
                    headers = headers.with("WWW-Authenticate", challenge);
                }
                reply(request, 401, "Unauthorized", headers, "");
                return;
            }
        }
        switch (method) {
            case "OPTIONS" -> reply(request, 200, "OK", Headers.of("Public", METHODS), "");
            case "DESCRIBE" -> describe(request);
            case "SETUP" -> setUp(request);
            case "PLAY" -> play(request);
            case "GET_PARAMETER", "SET_PARAMETER" -> reply(request, 200, "OK", session(), "");
            case "TEARDOWN" -> {
                reply(request, 200, "OK", session(), "");
                tearDown();
            }
            default -> reply(request, 501, "Not Implemented", Headers.of("Public", METHODS), "");
        }
    }

    private void describe(RtspRequest request) throws IOException {
        Optional<ServedStream> found = find(request.uri());
        if (found.isEmpty()) {
            reply(request, 404, "Not Found", Headers.NONE, "");
            return;
        }
        String base = request.uri().endsWith("/") ? request.uri() : request.uri() + "/";
        reply(request, 200, "OK", Headers.of("Content-Base", base, "Content-Type", "application/sdp"),
                found.get().describe());
    }

    private void setUp(RtspRequest request) throws IOException {
        Optional<ServedStream> found = find(request.uri());
        if (found.isEmpty()) {
            reply(request, 404, "Not Found", Headers.NONE, "");
            return;
        }
        Optional<Transport> wanted = transport(request);
        if (wanted.isEmpty()) {
            reply(request, 461, "Unsupported Transport", Headers.NONE, "");
            return;
        }
        tearDown();
        Transport granted;
        if (wanted.get().tcp()) {
            Transport.Pair channels = wanted.get().interleaved().orElse(new Transport.Pair(0, 1));
            outlet = Optional.of(new TcpOutlet(queue, channels, this::close));
            granted = Transport.interleaved(channels.rtp(), channels.rtcp());
        } else {
            Transport.Pair client = wanted.get().clientPorts().orElseThrow();
            InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
            InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
            UdpOutlet ports = new UdpOutlet(
                    server.loop(), local.getAddress(), remote.getAddress(), client, this::close);
            udp = Optional.of(ports);
            outlet = Optional.of(ports);
            granted = Transport.udp(client).serverPorts(ports.ports());
        }
        stream = found;
        reply(request, 200, "OK", session().with("Transport", granted.toString()), "");
    }

    private void play(RtspRequest request) throws IOException {
        boolean known = request.headers().get("Session").filter(id -> id.split(";")[0].equals(sessionId)).isPresent();
        if (!known || outlet.isEmpty()) {
            reply(request, 454, "Session Not Found", Headers.NONE, "");
            return;
        }
        reply(request, 200, "OK", session().with("Range", "npt=now-"), "");
        stream.orElseThrow().join(outlet.get());
    }

    private Optional<Transport> transport(RtspRequest request) {
        try {
            return request.headers().get("Transport")
                    .map(Transport::parse)
                    .filter(wanted -> wanted.tcp()
                            || server.settings().udp() && wanted.clientPorts().filter(p -> p.rtp() > 0).isPresent());
        } catch (RtspSyntaxException unknown) {
            return Optional.empty();
        }
    }

    private Headers session() {
        long seconds = Math.max(1, server.settings().sessionTimeout().toSeconds());
        return Headers.of("Session", sessionId + ";timeout=" + seconds);
    }

    private Optional<ServedStream> find(String uri) {
        String path = uri.replaceFirst("(?i)^rtsp://[^/]*/?", "").replaceFirst("/?trackID=0$", "");
        return server.stream(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    private void tearDown() {
        outlet.ifPresent(leaving -> stream.ifPresent(from -> from.leave(leaving)));
        udp.ifPresent(UdpOutlet::close);
        udp = Optional.empty();
        outlet = Optional.empty();
        stream = Optional.empty();
    }

    private void reply(RtspRequest request, int status, String reason, Headers headers, String body)
            throws IOException {
        Headers all = Headers.of("CSeq", Integer.toString(request.sequence()));
        for (var field : headers.fields()) {
            all = all.with(field.getKey(), field.getValue());
        }
        queue.message(new RtspResponse(status, reason, all, body).encode());
    }
}
