package io.sluice.inbox.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ids of one task's results, ascending. Used by one thread at a time. */
final class TaskIds {

    /** A task; two nodes may each have one of the same id. */
    record Of(String sender, String task) {}

    /** @param latest the last ids, newest first */
    record Summary(String sender, String task, int results, List<Long> latest) {}

    private static final int LATEST = 3;

    private final Of task;
    private long[] ids = new long[4];
    private int from;
    private int to;

    TaskIds(Of task) {
        this.task = task;
    }

    void add(long id) {
        if (to == ids.length) {
            // What was forgotten makes room.
            ids = Arrays.copyOfRange(ids, from, from + Math.max(4, 2 * (to - from)));
            to -= from;
            from = 0;
        }
        ids[to++] = id;
    }

    /** @return whether none is left */
    boolean forget(long before) {
        from = position(before);
        return from == to;
    }

    List<Long> after(long id, int most) {
        List<Long> found = new ArrayList<>();
        for (int at = position(id + 1); at < to && found.size() < most; at++) {
            found.add(ids[at]);
        }
        return found;
    }

    Summary summary() {
        List<Long> latest = new ArrayList<>();
        for (int at = to - 1; at >= from && latest.size() < LATEST; at--) {
            latest.add(ids[at]);
        }
        return new Summary(task.sender(), task.task(), to - from, latest);
    }

    private int position(long id) {
        int found = Arrays.binarySearch(ids, from, to, id);
        return found >= 0 ? found : -found - 1;
    }
}
