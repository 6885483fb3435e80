package io.sluice.outbox.internal;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Says how sending to a destination goes. */
record Statuses(StatusReports reports, ToLongFunction<String> waiting) implements Sender.Listener {

    private static final String KIND = "outbox";

    @Override
    public void went(String destination) {
        reports.ok(new Subject(KIND, destination), "outbox.sending", "Letters to " + destination + " arrive.");
    }

    @Override
    public void stuck(String destination, String reason) {
        reports.report(new Subject(KIND, destination), Health.DEGRADED, "outbox.waiting",
                waiting.applyAsLong(destination) + " letters wait for " + destination + ": " + reason,
                "Nothing is lost; they are sent once it answers.", Map.of("destination", destination, "reason", reason));
    }

    @Override
    public void gaveUp(String destination, String key, String reason) {
        reports.report(new Subject(KIND, destination), Health.FAILED, "outbox.refused",
                destination + " refused " + key + " for good: " + reason, "See what the two nodes disagree about.",
                Map.of("destination", destination, "letter", key, "reason", reason));
    }

    void pruned(String destination, long letters) {
        reports.report(new Subject(KIND, destination), Health.FAILED, "outbox.pruned",
                letters + " letters to " + destination + " were given up, being too old or too many.",
                "Mend the link, or let more wait.", Map.of("destination", destination, "letters", Long.toString(letters)));
    }
}
