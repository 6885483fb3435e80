package io.sluice.session;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.session.FloodGate.Verdict;
import io.sluice.support.status.StatusReports;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holds back who asks too much, and tells as a status who is shut out. Thread-safe. */
public final class Floods {

    private final FloodGate gate;
    private final StatusReports reports;
    private final Set<String> shutOut = ConcurrentHashMap.newKeySet();

    public Floods(FloodGate gate, StatusReports reports) {
        this.gate = gate;
        this.reports = reports;
    }

    /** Judges one request. */
    public Verdict ask(String asker) {
        Verdict verdict = gate.ask(asker);
        if (verdict == Verdict.SHUT_OUT) {
            shutOut.add(asker);
            reports.report(subject(asker), Health.DEGRADED, "link.quarantined",
                    asker + " sends more than this node takes, and is shut out for a while.",
                    "Find out why it asks so much; it is let in again by itself.", Map.of("asker", asker));
        }
        return verdict;
    }

    /** Takes back the statuses of those who are let in again. */
    public void sweep() {
        for (String asker : shutOut) {
            if (!gate.isQuarantined(asker) && shutOut.remove(asker)) {
                reports.gone(subject(asker));
            }
        }
    }

    private static Subject subject(String asker) {
        return new Subject(Subject.LINK, asker + " (flood)");
    }
}
