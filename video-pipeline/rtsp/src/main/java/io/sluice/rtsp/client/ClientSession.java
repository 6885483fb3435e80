package io.sluice.rtsp.client;

import io.sluice.rtsp.message.Headers;
import io.sluice.rtsp.message.RtspMessage;
import io.sluice.rtsp.message.RtspRequest;
import io.sluice.rtsp.message.RtspResponse;
import io.sluice.rtsp.message.RtspSyntaxException;
import io.sluice.rtsp.message.RtspUrl;
import io.sluice.rtsp.message.Transport;
import io.sluice.rtsp.rtp.MediaTimeline;
import io.sluice.rtsp.rtp.ReceptionStatistics;
import io.sluice.rtsp.sdp.ControlUrl;
import io.sluice.rtsp.sdp.SessionDescription;
import io.sluice.rtsp.sdp.VideoTrack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/** The way of one session: look up, connect, OPTIONS, DESCRIBE, SETUP, PLAY, and out. On its lane's thread. */
final class ClientSession implements RtspSession, ControlConnection.Listener {

    private static final int MOST_REDIRECTS = 5;

    private final Lane lane;
    private final MediaTimeline timeline;
    private final SessionListener listener;
    private SessionSettings settings;
    private Optional<ControlConnection> connection = Optional.empty();
    private Optional<Requests> requests = Optional.empty();
    private Optional<MediaFlow> flow = Optional.empty();
    private Optional<KeepAlive> keepAlive = Optional.empty();
    private String methods = "";
    private String aggregate = "";
    private int redirects;
    private long begun;
    private boolean connected;
    private boolean over;

    ClientSession(Lane lane, SessionSettings settings, MediaTimeline timeline, SessionListener listener) {
        this.lane = lane;
        this.settings = settings;
        this.timeline = timeline;
        this.listener = listener;
    }

    void start() {
        begun = System.nanoTime();
        connected = false;
        RtspUrl url = settings.url();
        lane.resolver().execute(() -> {
            try {
                InetAddress address = InetAddress.getByName(url.host());
                lane.execute(() -> connect(new InetSocketAddress(address, url.port())));
            } catch (UnknownHostException e) {
                lane.execute(() -> fail(SessionFault.Kind.UNREACHABLE, "the host " + url.host() + " is unknown"));
            }
        });
    }

    @Override
    public ReceptionStatistics statistics() {
        return flow.map(MediaFlow::statistics).orElse(ReceptionStatistics.NONE);
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        if (flow.isPresent()) {
            send("TEARDOWN", aggregate, Headers.NONE, answer -> {});
        }
        end();
    }

    /** Looks after everything that is due by time. */
    void tick(long now) {
        if (over) {
            return;
        }
        long patience = settings.answerTimeout().toNanos();
        long connectPatience = settings.connectTimeout().toNanos();
        if (!connected && now - begun > connectPatience) {
            fail(SessionFault.Kind.UNREACHABLE, place() + ": no connection within " + seconds(connectPatience));
            return;
        }
        boolean playing = keepAlive.isPresent();
        Optional<String> open = requests.flatMap(Requests::waitingFor);
        if (!playing && open.isPresent() && now - requests.get().sentNanos() > patience) {
            fail(SessionFault.Kind.NO_ANSWER, "no answer to " + open.get() + " within " + seconds(patience));
            return;
        }
        if (playing) {
            keepAlive.get().tick(now);
            flow.flatMap(media -> media.tick(now)).ifPresent(this::end);
        }
    }

    @Override
    public void connected() {
        connected = true;
        requests = Optional.of(new Requests(
                request -> connection.ifPresent(open -> open.send(request.encode())),
                this::end, lane.userAgent(), settings.credentials()));
        send("OPTIONS", settings.url().toString(), Headers.NONE, answer -> {
            methods = answer.headers().get("Public").orElse("");
            describe();
        });
    }

    @Override
    public void message(RtspMessage message) {
        if (message instanceof RtspResponse response) {
            requests.ifPresent(open -> open.answered(response));
        } else if (message instanceof RtspRequest request) {
            // Servers ask only whether we live; whatever else they want, we do not offer.
            boolean ping = request.method().equals("OPTIONS") || request.method().endsWith("_PARAMETER");
            Headers headers = Headers.of("CSeq", Integer.toString(request.sequence()));
            RtspResponse answer = ping
                    ? new RtspResponse(200, "OK", headers, "")
                    : new RtspResponse(501, "Not Implemented", headers, "");
            connection.ifPresent(open -> open.send(answer.encode()));
        }
    }

    @Override
    public void interleaved(int channel, ByteBuffer data, int offset, int length) {
        flow.flatMap(media -> media.interleaved(channel, data, offset, length)).ifPresent(this::end);
    }

    @Override
    public void failed(SessionFault fault) {
        String where = fault.kind() == SessionFault.Kind.UNREACHABLE ? place() + ": " : "";
        end(new SessionFault(fault.kind(), where + fault.message()));
    }

    private void connect(InetSocketAddress address) {
        if (over) {
            return;
        }
        try {
            ControlConnection open = new ControlConnection(lane, this);
            connection = Optional.of(open);
            open.connect(address);
        } catch (IOException e) {
            fail(SessionFault.Kind.UNREACHABLE, place() + ": " + e.getMessage());
        }
    }

    private void describe() {
        String url = settings.url().toString();
        send("DESCRIBE", url, Headers.of("Accept", "application/sdp"), answer -> {
            if (redirected(answer) || refused("DESCRIBE", answer)) {
                return;
            }
            SessionDescription session = SessionDescription.parse(answer.body());
            VideoTrack track = VideoTrack.choose(session);
            String base = answer.headers().get("Content-Base")
                    .or(() -> answer.headers().get("Content-Location"))
                    .filter(named -> named.regionMatches(true, 0, "rtsp://", 0, 7))
                    .orElse(url);
            aggregate = ControlUrl.resolve(base, session.attribute("control").orElse("*"));
            boolean tcp = settings.transport() != SessionSettings.TransportChoice.UDP;
            setUp(track, ControlUrl.resolve(aggregate, track.control()), tcp);
        });
    }

    private void setUp(VideoTrack track, String url, boolean tcp) {
        MediaFlow media;
        String transport;
        try {
            media = new MediaFlow(
                    lane, settings, track, timeline, connection.orElseThrow(), tcp, listener::unit);
            flow = Optional.of(media);
            transport = media.offer().toString();
        } catch (IOException e) {
            fail(SessionFault.Kind.LOST, "no UDP ports: " + e.getMessage());
            return;
        }
        send("SETUP", url, Headers.of("Transport", transport), answer -> {
            if (answer.status() == 461) {
                media.close();
                if (tcp && settings.transport() == SessionSettings.TransportChoice.AUTO) {
                    setUp(track, url, false);
                } else {
                    fail(SessionFault.Kind.TRANSPORT_REFUSED, "the camera does not send over " + (tcp ? "TCP" : "UDP"));
                }
                return;
            }
            if (refused("SETUP", answer)) {
                return;
            }
            String session = answer.headers().get("Session").orElse("");
            requests.orElseThrow().session(session.split(";")[0].strip());
            try {
                media.begin(answer.headers().get("Transport").map(Transport::parse));
            } catch (IOException e) {
                fail(SessionFault.Kind.LOST, "UDP: " + e.getMessage());
                return;
            }
            play(session);
        });
    }

    private void play(String session) {
        send("PLAY", aggregate, Headers.of("Range", "npt=0.000-"), answer -> {
            if (refused("PLAY", answer)) {
                return;
            }
            flow.orElseThrow().playing();
            keepAlive = Optional.of(new KeepAlive(requests.orElseThrow(), aggregate, session, methods));
            listener.playing();
        });
    }

    private void send(String method, String url, Headers headers, Consumer<RtspResponse> then) {
        requests.orElseThrow().send(RtspRequest.of(method, url, headers), answer -> {
            try {
                then.accept(answer);
            } catch (VideoTrack.UnsupportedMediaException e) {
                fail(SessionFault.Kind.UNSUPPORTED_VIDEO, e.getMessage());
            } catch (RtspSyntaxException e) {
                fail(SessionFault.Kind.GARBAGE, e.getMessage());
            }
        });
    }

    private boolean redirected(RtspResponse answer) {
        Optional<String> location = answer.headers().get("Location");
        if (answer.status() / 100 != 3 || location.isEmpty()) {
            return false;
        }
        try {
            if (++redirects > MOST_REDIRECTS) {
                throw new IllegalArgumentException("leads in a circle");
            }
            settings = settings.url(RtspUrl.parse(location.get()));
        } catch (IllegalArgumentException e) {
            fail(SessionFault.Kind.REFUSED, "the camera redirects to an address that " + e.getMessage());
            return true;
        }
        connection.ifPresent(ControlConnection::close);
        requests = Optional.empty();
        start();
        return true;
    }

    private boolean refused(String method, RtspResponse answer) {
        if (answer.ok()) {
            return false;
        }
        String said = method + " was answered with " + answer.status() + " " + answer.reason();
        fail(answer.status() == 404 ? SessionFault.Kind.NOT_FOUND : SessionFault.Kind.REFUSED, said);
        return true;
    }

    private String place() {
        return settings.url().host() + ":" + settings.url().port();
    }

    private static String seconds(long nanos) {
        return nanos / 1_000_000 / 1000.0 + " s";
    }

    private void fail(SessionFault.Kind kind, String message) {
        end(new SessionFault(kind, message));
    }

    private void end(SessionFault fault) {
        if (!over) {
            end();
            listener.ended(fault);
        }
    }

    private void end() {
        over = true;
        flow.ifPresent(MediaFlow::close);
        connection.ifPresent(ControlConnection::close);
        lane.remove(this);
    }
}
