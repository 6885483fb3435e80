package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Binding;
import io.sluice.api.error.SluiceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The groups in which users of a session share runs. Thread-safe. */
final class Batches {

    private final SharedSession session;
    private final List<BatchGroup> groups = new ArrayList<>();

    Batches(SharedSession session) {
        this.session = session;
    }

    /**
     * A place in a group of so many, the fullest one with a place left. Takes over the caller's use of the session.
     *
     * @throws SluiceException when the session cannot have another group of so many
     */
    synchronized Binding join(int pictures, RunStatistics statistics, Pool pool) {
        groups.removeIf(group -> group.users() == 0);
        List<BatchGroup> open = groups.stream()
                .filter(group -> group.pictures == pictures && !group.retired())
                .sorted(Comparator.comparingInt(BatchGroup::users).reversed()).toList();
        for (BatchGroup group : open) {
            BatchSlot slot = BatchSlot.join(group, session, statistics, pool);
            if (slot != null) {
                return slot;
            }
        }
        BatchGroup fresh = new BatchGroup(session, pool, pictures);
        groups.add(fresh);
        return BatchSlot.join(fresh, session, statistics, pool);
    }

    /**
     * Retires groups that are emptier than need be, since each round of theirs costs as much as one of a full group.
     *
     * @return whether their users are to bind anew
     */
    synchronized boolean condense() {
        groups.removeIf(group -> group.users() == 0);
        List<BatchGroup> open = groups.stream().filter(group -> !group.retired()).toList();
        if (open.size() < 2) {
            return false;
        }
        int pictures = open.get(0).pictures;
        int users = open.stream().mapToInt(BatchGroup::users).sum();
        boolean sparse = open.stream().allMatch(group -> group.pictures == pictures)
                && (users + pictures - 1) / pictures < open.size();
        if (sparse) {
            open.forEach(BatchGroup::retire);
        }
        return sparse;
    }
}
