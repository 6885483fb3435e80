package io.sluice.models.internal.store;

import io.sluice.algorithm.vector.VectorFiles;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries versions that were imported while what looks at pictures, or their device, was away: at once when something has changed
 * of what they are tried on, and again and again, ever more rarely, for all else that may have. Used by one thread.
 */
public final class PendingTrials {

    private static final Logger LOG = LoggerFactory.getLogger(PendingTrials.class);
    /** Looks until the second try; doubled each time. */
    private static final int FIRST_PAUSE = 10;
    private static final int LONGEST_PAUSE = 640;

    private final VersionStore store;
    private final Vault vault;
    private final DryRun dryRun;
    private final Runnable changed;
    private final Map<String, Attempt> attempts = new HashMap<>();

    /** @param pause looks to go before it is tried again */
    private record Attempt(String conditions, int looks, int pause) {}

    PendingTrials(VersionStore store, Vault vault, DryRun dryRun, Runnable changed) {
        this.store = store;
        this.vault = vault;
        this.dryRun = dryRun;
        this.changed = changed;
    }

    /** Tries what is due. */
    public void look() {
        List<Kept> waiting = store.waiting();
        attempts.keySet().retainAll(waiting.stream().map(PendingTrials::name).toList());
        for (Kept kept : waiting) {
            if (due(name(kept))) {
                attempt(kept.record().id(), kept.record().version());
            }
        }
    }

    private boolean due(String name) {
        String conditions = dryRun.conditions();
        Attempt last = attempts.get(name);
        if (last == null || !last.conditions().equals(conditions)) {
            attempts.put(name, new Attempt(conditions, FIRST_PAUSE, FIRST_PAUSE));
            return true;
        }
        boolean due = last.looks() <= 1;
        int pause = due ? Math.min(LONGEST_PAUSE, 2 * last.pause()) : last.pause();
        attempts.put(name, new Attempt(conditions, due ? pause : last.looks() - 1, pause));
        return due;
    }

    private void attempt(String id, String version) {
        synchronized (store.filesLock()) {
            // It may have been deleted or tried since.
            store.find(id, version).filter(kept -> kept.record().trial().waits()).ifPresent(this::attempt);
        }
        changed.run();
    }

    private void attempt(Kept kept) {
        VersionRecord record = kept.record();
        try {
            DryRun.Result result = dryRun.pictures(kept.manifest(), files(record), kept.descriptor());
            if (result.waiting().isEmpty()) {
                List<String> lines = new ArrayList<>(record.tests());
                lines.addAll(result.lines());
                store.put(record.tried(lines, TrialState.PASSED, kept.manifest()));
                LOG.info("Version {} of {} passed its tests", record.version(), record.id());
                activate(record);
            } else if (!result.waiting().equals(record.trial().reason())) {
                store.put(record.tried(
                        record.tests(), TrialState.waiting(record.trial().wanted(), result.waiting()), kept.manifest()));
            }
        } catch (RejectedException failed) {
            refuse(kept, failed);
        } catch (IOException | UnavailableException notNow) {
            LOG.warn("Version {} of {} cannot be tried now", record.version(), record.id(), notNow);
        }
        store.sweep();
    }

    private void refuse(Kept kept, RejectedException failed) {
        VersionRecord record = kept.record();
        LOG.warn("Version {} of {} failed its tests: {}", record.version(), record.id(), failed.getMessage());
        List<String> lines = new ArrayList<>(record.tests());
        lines.add(failed.getMessage());
        try {
            store.put(record.tried(lines, TrialState.failed(failed.getMessage()), kept.manifest()));
        } catch (IOException notNow) {
            LOG.warn("The record of version {} of {} cannot be written; it is tried again", record.version(), record.id(),
                    notNow);
        }
    }

    private void activate(VersionRecord record) {
        try {
            store.activate(store.describe(record.id(), record.version()).orElseThrow(), record.trial().wanted());
        } catch (SluiceException unusable) {
            LOG.warn("Version {} of {} does not become the active one: {}", record.version(), record.id(),
                    unusable.getMessage());
        }
    }

    private VectorFiles files(VersionRecord record) {
        return name -> {
            try (ModelData.Content content = vault.openModel(name, record.models().getOrDefault(name, ""))) {
                byte[] bytes = new byte[content.bytes().remaining()];
                content.bytes().get(bytes);
                return bytes;
            }
        };
    }

    private static String name(Kept kept) {
        return kept.record().id() + " " + kept.record().version();
    }
}
