package io.sluice.drivers.rtsp.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import io.sluice.rtsp.client.Lane;
import io.sluice.rtsp.client.RtspSession;
import io.sluice.rtsp.client.SessionFault;
import io.sluice.rtsp.client.SessionListener;
import io.sluice.rtsp.client.SessionSettings;
import io.sluice.rtsp.net.NioLoop;
import io.sluice.rtsp.rtp.MediaTimeline;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one camera playing: opens session after session, and says how it is. All on the camera's lane. */
final class CameraRunner implements SessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(CameraRunner.class);
    private static final Duration WATCH = Duration.ofSeconds(1);
    /** A camera that worked is tried often, and a try into the void must not hold up the next. */
    private static final Duration CONNECT_ONCE_WORKED = Duration.ofMillis(1500);

    private final String cameraId;
    private final Lane lane;
    private final Publication publication;
    private final CameraStatus status;
    private Backoff backoff = new Backoff();
    private final MediaTimeline timeline = new MediaTimeline();
    private SessionSettings settings;
    private Optional<RtspSession> session = Optional.empty();
    private Optional<NioLoop.Timer> retry = Optional.empty();
    private Optional<StreamFormat> format = Optional.empty();
    private LossWatch losses = new LossWatch();
    private boolean hubWasAway;
    private boolean stopped;

    CameraRunner(
            String cameraId, Lane lane, SessionSettings settings, Publication publication, CameraStatus status) {
        this.cameraId = cameraId;
        this.lane = lane;
        this.settings = settings;
        this.publication = publication;
        this.status = status;
    }

    void start() {
        status.connecting(settings.url().host());
        connect();
        lane.after(WATCH, this::watch);
    }

    /** Another address, login or transport: begins anew with it at once. */
    void change(SessionSettings next) {
        settings = next;
        backoff = new Backoff();
        session.ifPresent(RtspSession::close);
        status.connecting(settings.url().host());
        connect();
    }

    void stop() {
        stopped = true;
        retry.ifPresent(NioLoop.Timer::cancel);
        session.ifPresent(RtspSession::close);
        session = Optional.empty();
        publication.close();
    }

    @Override
    public void playing() {
        LOG.info("Camera {} plays", cameraId);
    }

    @Override
    public void unit(AccessUnit unit) {
        boolean first = format.isEmpty();
        if (first || format.get() != unit.format()) {
            format = Optional.of(unit.format());
            backoff.worked();
            status.playing(unit.format());
        }
        publication.publish(unit);
    }

    @Override
    public void ended(SessionFault fault) {
        session = Optional.empty();
        Duration wait = backoff.next(fault.kind());
        LOG.warn("Camera {}: {} ({}); next try in {} ms", cameraId, fault.message(), fault.kind(), wait.toMillis());
        status.failed(fault);
        publication.close();
        retry = Optional.of(lane.after(wait, this::connect));
    }

    private void connect() {
        retry.ifPresent(NioLoop.Timer::cancel);
        format = Optional.empty();
        losses = new LossWatch();
        SessionSettings patient =
                backoff.hasWorked() ? settings.connectTimeout(CONNECT_ONCE_WORKED) : settings;
        session = Optional.of(lane.open(patient, timeline, this));
    }

    /** Looks for what no single event shows: losses, and a hub that stays away. */
    private void watch() {
        if (stopped) {
            return;
        }
        lane.after(WATCH, this::watch);
        if (format.isEmpty() || session.isEmpty()) {
            return;
        }
        LossWatch.Verdict verdict = losses.look(session.get().statistics());
        boolean hubIsAway = !publication.hasHub();
        if (hubIsAway && hubWasAway) {
            status.noHub();
        } else if (verdict == LossWatch.Verdict.LOSING) {
            status.losing(losses.percent());
        } else if (verdict == LossWatch.Verdict.DROPPING) {
            status.droppingPictures();
        } else {
            status.playing(format.get());
        }
        hubWasAway = hubIsAway;
    }
}
