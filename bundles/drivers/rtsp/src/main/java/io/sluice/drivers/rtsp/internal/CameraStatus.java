package io.sluice.drivers.rtsp.internal;

import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.api.stream.StreamFormat;
import io.sluice.rtsp.client.SessionFault;
import io.sluice.support.status.StatusReports;
import java.time.Instant;
import java.util.Map;

/** What is said of a camera: every status with its code, cause and remedy. Thread-safe. */
final class CameraStatus {

    private final StatusReports reports;
    private final Subject subject;

    CameraStatus(StatusReports reports, String cameraId) {
        this.reports = reports;
        this.subject = new Subject(Subject.CAMERA, cameraId);
    }

    Status current() {
        return reports.of(subject).orElseGet(() -> new Status(
                subject, Health.UNKNOWN, "rtsp.connecting", "Starting", "", Map.of(), Instant.now()));
    }

    void connecting(String host) {
        reports.report(
                subject, Health.UNKNOWN, "rtsp.connecting", "Connecting to " + host, "", Map.of("host", host));
    }

    void playing(StreamFormat format) {
        reports.report(
                subject, Health.OK, "rtsp.playing",
                "Receives " + format.codec() + ", " + format.width() + "x" + format.height(), "",
                Map.of("codec", format.codec().name(), "width", Integer.toString(format.width()),
                        "height", Integer.toString(format.height())));
    }

    /** @param percent of the packets, rounded so that it does not change all the time */
    void losing(String percent) {
        reports.report(
                subject, Health.DEGRADED, "rtsp.losing_packets",
                "About " + percent + " % of the packets are lost on the way from the camera",
                "Set the transport to tcp, or look for an overloaded network between camera and gateway",
                Map.of("percent", percent));
    }

    void droppingPictures() {
        reports.report(
                subject, Health.DEGRADED, "rtsp.dropping_pictures",
                "Pictures are dropped though no packet is lost: the camera sends incomplete ones, or memory for"
                        + " pictures has run out",
                "Restart the camera; if it stays, give the gateway more memory or the camera a lower bit rate");
    }

    void noHub() {
        reports.report(
                subject, Health.DEGRADED, "rtsp.no_hub",
                "The camera sends, but nothing takes its pictures: the stream hub is not running",
                "Start the bundle io.sluice.hub; while it is being updated, wait");
    }

    void failed(SessionFault fault) {
        Words words = words(fault.kind());
        reports.report(
                subject, Health.FAILED, words.code(), words.message() + ": " + fault.message(), words.remedy(),
                Map.of("cause", fault.message()));
    }

    void misconfigured(String problem) {
        reports.report(
                subject, Health.FAILED, "rtsp.misconfigured", "The settings are wrong: " + problem,
                "Correct the setting", Map.of("problem", problem));
    }

    private record Words(String code, String message, String remedy) {}

    private static Words words(SessionFault.Kind kind) {
        return switch (kind) {
            case UNREACHABLE -> new Words(
                    "rtsp.unreachable", "The camera cannot be reached",
                    "Check that it is switched on and on the network, and that address and port are right");
            case UNAUTHORIZED -> new Words(
                    "rtsp.unauthorized", "The login failed", "Correct user and password of this camera");
            case CREDENTIALS_MISSING -> new Words(
                    "rtsp.credentials_missing", "The login failed", "Set user and password of this camera");
            case NOT_FOUND -> new Words(
                    "rtsp.not_found", "The camera has no such stream", "Correct the path of the address");
            case REFUSED -> new Words(
                    "rtsp.refused", "The camera refuses", "See whether the camera allows one more viewer; restart it");
            case TRANSPORT_REFUSED -> new Words(
                    "rtsp.transport_refused", "The camera refuses the transport", "Set the transport to auto");
            case UNSUPPORTED_VIDEO -> new Words(
                    "rtsp.unsupported_video", "The camera offers no video that can be taken",
                    "Set the camera to H.264 or H.265");
            case GARBAGE -> new Words(
                    "rtsp.garbage", "What the camera sends cannot be understood",
                    "Check that the port is the one for RTSP; update or restart the camera");
            case NO_ANSWER -> new Words(
                    "rtsp.no_answer", "The camera does not answer", "Restart the camera");
            case STALLED -> new Words(
                    "rtsp.stalled", "The camera stopped sending", "Restart the camera if it does not come back");
            case NO_KEY_FRAME -> new Words(
                    "rtsp.no_key_frame", "Nothing that comes can be decoded",
                    "Set a key frame interval of a few seconds in the camera");
            case LOST -> new Words(
                    "rtsp.lost", "The connection broke", "Check the network if it does not come back");
        };
    }
}
