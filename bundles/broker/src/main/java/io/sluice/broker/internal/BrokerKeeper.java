package io.sluice.broker.internal;

import io.sluice.api.error.SluiceException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.session.tls.TlsRefusals;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one broker running, and starts it anew when it ended or could not begin. All its work is on one thread. */
final class BrokerKeeper implements AutoCloseable {

    static final Subject MAIN = new Subject(Subject.BROKER, "main");

    private static final Logger LOG = LoggerFactory.getLogger(BrokerKeeper.class);
    private static final long MILLIS_BETWEEN = 2_000;
    private static final long MIB = 1 << 20;

    private final BrokerSettings settings;
    private final StatusReports reports;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "broker");
        made.setDaemon(true);
        return made;
    });
    private final TlsRefusals refusals;
    private final PskKeeper psk;
    private final ScheduledFuture<?> rounds;
    private Broker broker;

    BrokerKeeper(BrokerSettings settings, StatusReports reports) {
        this.settings = settings;
        this.reports = reports;
        this.psk = new PskKeeper(settings, reports);
        this.refusals = new TlsRefusals(reports, new Subject(Subject.BROKER, "tls"), InstantSource.system());
        reports.report(MAIN, Health.UNKNOWN, "broker.starting", "The broker is being started.", "");
        rounds = thread.scheduleWithFixedDelay(this::round, 0, MILLIS_BETWEEN, TimeUnit.MILLISECONDS);
    }

    /** Returns when the broker has ended and its port is free. */
    @Override
    public void close() throws InterruptedException {
        rounds.cancel(false);
        thread.execute(this::end);
        thread.shutdown();
        if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
            LOG.warn("The broker takes long to end");
        }
    }

    private void round() {
        try {
            if (broker != null && !broker.runs()) {
                LOG.warn("The broker ended by itself and is started anew");
                end();
            }
            Files.createDirectories(settings.folder());
            long free = Files.getFileStore(settings.folder()).getUsableSpace() / MIB;
            if (free < settings.config().disk_free_mib()) {
                full(free);
            } else {
                run();
            }
        } catch (SluiceException known) {
            reports.report(MAIN, Health.FAILED, known.code(), known.getMessage(), known.remedy(), details(""));
        } catch (Exception error) {
            fail(error);
        } catch (LinkageError incomplete) {
            fail(incomplete);
        }
    }

    private void run() throws Exception {
        if (broker == null) {
            broker = Broker.start(settings, refusals);
        }
        broker.review();
        psk.look(broker);
        refusals.sweep();
        String place = settings.address().getHostAddress() + ":" + settings.config().port();
        reports.report(MAIN, Health.OK, "broker.ready", "The broker listens at " + place + ".", "",
                Map.of("place", place, "refusals", Long.toString(broker.refusals())));
    }

    /** A broker that runs stays: it takes no messages by itself, and gives out those it has. */
    private void full(long free) {
        String least = Integer.toString(settings.config().disk_free_mib());
        reports.report(MAIN, broker == null ? Health.FAILED : Health.DEGRADED, "broker.disk_full",
                "The broker takes no messages: " + free + " MiB are free at " + settings.folder() + ", " + least
                        + " MiB are left alone.",
                "Make room on the disk; the broker goes on by itself.",
                Map.of("free", Long.toString(free), "least", least, "folder", settings.folder().toString()));
    }

    private void fail(Throwable error) {
        String cause = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        LOG.warn("The broker does not run: {}", cause, error);
        reports.report(MAIN, Health.FAILED, "broker.failed", "The broker does not run: " + cause,
                "Check the folder " + settings.folder() + " and the certificates; it is tried again every few seconds.",
                details(cause));
        end();
    }

    private Map<String, String> details(String cause) {
        return Map.of("cause", cause, "folder", settings.folder().toString(),
                "port", Integer.toString(settings.config().port()));
    }

    private void end() {
        if (broker == null) {
            return;
        }
        try {
            psk.close();
            broker.close();
        } catch (Exception error) {
            LOG.warn("The broker did not end in order", error);
        }
        broker = null;
    }
}
