package io.sluice.session.tls;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Tells as one status whom a port of this node refused last, for a while: whoever calls cannot make it grow. Thread-safe. */
public final class TlsRefusals implements Consumer<CertificateFault> {

    private static final Duration SHOWN = Duration.ofMinutes(10);

    private final StatusReports reports;
    private final Subject subject;
    private final InstantSource clock;
    private Instant last = Instant.MAX;

    public TlsRefusals(StatusReports reports, Subject subject, InstantSource clock) {
        this.reports = reports;
        this.subject = subject;
        this.clock = clock;
    }

    @Override
    public synchronized void accept(CertificateFault fault) {
        last = clock.instant();
        TlsTrouble trouble = fault.trouble();
        reports.report(subject, Health.DEGRADED, trouble.code(), trouble.message(), trouble.remedy(), trouble.details());
    }

    /** Forgets what is old; to be called now and then. */
    public synchronized void sweep() {
        if (last.isBefore(clock.instant().minus(SHOWN))) {
            last = Instant.MAX;
            reports.gone(subject);
        }
    }
}
