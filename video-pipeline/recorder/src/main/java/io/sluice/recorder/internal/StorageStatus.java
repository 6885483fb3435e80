package io.sluice.recorder.internal;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.util.Map;
import java.util.Optional;

/** Says how the storage of recordings is as a whole; the worse of its two sides is what is told. Thread-safe. */
final class StorageStatus {

    private static final Subject STORAGE = new Subject(Subject.RECORDER, "storage");

    private final StatusReports reports;
    private Optional<Blockage> blockage = Optional.empty();
    private Optional<String> indexFault = Optional.empty();

    StorageStatus(StatusReports reports) {
        this.reports = reports;
        tell();
    }

    synchronized void writing(Optional<Blockage> next) {
        if (!blockage.equals(next)) {
            blockage = next;
            tell();
        }
    }

    /** @return whether that is news */
    synchronized boolean index(Optional<String> cause) {
        boolean news = !indexFault.equals(cause);
        if (news) {
            indexFault = cause;
            tell();
        }
        return news;
    }

    private void tell() {
        if (blockage.isPresent()) {
            Blockage why = blockage.get();
            reports.report(STORAGE, Health.FAILED, why.code(), why.message(), why.remedy(), why.details());
        } else if (indexFault.isPresent()) {
            reports.report(STORAGE, Health.DEGRADED, "recorder.no_index",
                    "Recording goes on, but recordings cannot be listed: " + indexFault.get(),
                    "See the status of the store. The index catches up by itself.",
                    Map.of("cause", indexFault.get()));
        } else {
            reports.ok(STORAGE, "recorder.storage_ok", "Recordings can be written and listed.");
        }
    }
}
