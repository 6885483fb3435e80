package io.sluice.broker.internal;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.broker.internal.psk.PskPort;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the port of TLS-PSK open in front of a broker that runs, if there are devices for it. Used by one thread. */
final class PskKeeper implements AutoCloseable {

    private static final Subject SUBJECT = new Subject(Subject.BROKER, "psk");
    private static final Logger LOG = LoggerFactory.getLogger(PskKeeper.class);
    private static final long INTRODUCTION_MILLIS = 10_000;

    private final BrokerSettings settings;
    private final StatusReports reports;
    private Optional<PskPort> port = Optional.empty();

    PskKeeper(BrokerSettings settings, StatusReports reports) {
        this.settings = settings;
        this.reports = reports;
    }

    /** Opens the port, if it is not open, and tells how it does. */
    void look(Broker broker) {
        if (settings.devices().isEmpty()) {
            return;
        }
        InetSocketAddress at = new InetSocketAddress(settings.address(), settings.config().psk_port());
        String place = at.getAddress().getHostAddress() + ":" + at.getPort();
        if (port.isEmpty()) {
            try {
                port = Optional.of(new PskPort(new PskPort.Settings(at, broker.local(), settings.devices(),
                        settings.config().psk_connections(), INTRODUCTION_MILLIS, settings.config().psk_idle_seconds() * 1000L)));
            } catch (IOException taken) {
                reports.report(SUBJECT, Health.FAILED, "psk.port_taken",
                        "The port of TLS-PSK " + place + " cannot be listened at: " + taken.getMessage(),
                        "End what listens there, or set another port in the configuration " + BrokerComponent.PID + ".",
                        Map.of("place", place));
                return;
            }
        }
        PskPort.Counts counts = port.get().counts();
        if (counts.refused() > 0) {
            reports.report(SUBJECT, Health.OK, "psk.refused", counts.refused() + " attempts by TLS-PSK were refused, the last from "
                            + counts.lastRefused() + ".",
                    "Check identity and key of the device; if none of yours tries, find out who does.",
                    Map.of("count", Long.toString(counts.refused()), "address", counts.lastRefused()));
        } else {
            reports.report(SUBJECT, Health.OK, "psk.ready", "Small devices are served by TLS-PSK at " + place + "; "
                            + counts.clients() + " are connected.", "",
                    Map.of("place", place, "clients", Integer.toString(counts.clients())));
        }
    }

    @Override
    public void close() {
        try {
            if (port.isPresent()) {
                port.get().close();
                port = Optional.empty();
            }
        } catch (InterruptedException ended) {
            LOG.debug("The port of TLS-PSK was not waited for");
            Thread.currentThread().interrupt();
        }
    }
}
