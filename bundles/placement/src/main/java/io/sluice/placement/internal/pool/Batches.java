package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Binding;
import io.sluice.api.error.SluiceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The groups in which users of a session share runs. Thread-safe. */
final class Batches {

    private final SharedSession session;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<BatchGroup> groups = new ArrayList<>();

    Batches(SharedSession session) {
        this.session = session;
    }

    /**
     * A place in a group of so many, the fullest one with a place left. Takes over the caller's use of the session.
     *
     * @throws SluiceException when the session cannot have another group of so many
     */
    Binding join(int pictures, RunStatistics statistics, Pool pool) {
        lock.lock();
        try {
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
        } finally {
            lock.unlock();
        }
    }

    /**
     * Retires groups that are emptier than need be, since each round of theirs costs as much as one of a full group. Waits for
     * nobody: a driver may take long to make a new group's tensors.
     *
     * @return whether their users are to bind anew
     */
    boolean condense() {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            groups.removeIf(group -> group.users() == 0);
            List<BatchGroup> open = groups.stream().filter(group -> !group.retired()).toList();
            boolean sparse = open.size() > 1 && sparse(open);
            if (sparse) {
                open.forEach(BatchGroup::retire);
            }
            return sparse;
        } finally {
            lock.unlock();
        }
    }

    private static boolean sparse(List<BatchGroup> open) {
        int pictures = open.get(0).pictures;
        int users = open.stream().mapToInt(BatchGroup::users).sum();
        return open.stream().allMatch(group -> group.pictures == pictures)
                && (users + pictures - 1) / pictures < open.size();
    }
}
