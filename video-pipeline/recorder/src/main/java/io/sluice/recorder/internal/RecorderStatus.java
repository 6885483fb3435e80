package io.sluice.recorder.internal;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.util.Map;

/** Says how the recording of one camera is. */
final class RecorderStatus {

    private final StatusReports reports;
    private final Subject subject;

    RecorderStatus(StatusReports reports, String camera) {
        this.reports = reports;
        this.subject = new Subject(Subject.RECORDER, camera);
    }

    void ok() {
        reports.ok(subject, "recorder.ok", "Recording.");
    }

    /** @param before whether there has been a stream already */
    void waiting(boolean before) {
        reports.report(subject, before ? Health.DEGRADED : Health.UNKNOWN, "recorder.waiting",
                "Nothing is recorded: the camera sends no video at present.",
                "See the status of the camera. Recording goes on by itself.");
    }

    void noHub() {
        reports.report(subject, Health.DEGRADED, "recorder.no_hub",
                "Nothing is recorded: the stream hub is not running.",
                "It may be being updated. If this stays, see the status of the hub's bundle.");
    }

    void losing(long units) {
        reports.report(subject, Health.DEGRADED, "recorder.losing",
                units + " pictures were not recorded because the disk or the processor did not keep up.",
                "Check the load of the gateway and the speed of its disk.",
                Map.of("units", Long.toString(units)));
    }

    void blocked(Blockage why) {
        reports.report(subject, Health.FAILED, why.code(), why.message(), why.remedy(), why.details());
    }

    void gone() {
        reports.gone(subject);
    }
}
