package io.sluice.executor.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for the calls of runs, each run's in a group of its own: threads that a runner makes on them are of that group too, which is
 * how a task's are told from all others. Groups are used again once all their threads have ended, since Java keeps those it was
 * given. Thread-safe.
 */
final class RunThreads {

    private static final long IDLE_SECONDS = 5;

    private final List<ThreadGroup> groups = new ArrayList<>();
    private int made;

    /**
     * @param calls runs what it is given, one after another
     */
    record Lane(ThreadGroup group, Executor calls) {}

    synchronized Lane lane() {
        ThreadGroup group = groups.stream().filter(each -> each.activeCount() == 0).findFirst().orElseGet(this::another);
        ThreadPoolExecutor calls = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(group, work, group.getName());
            thread.setDaemon(true);
            return thread;
        });
        calls.allowCoreThreadTimeOut(true);
        // Or two lanes could get the same group before either has a thread.
        calls.prestartCoreThread();
        return new Lane(group, calls);
    }

    private ThreadGroup another() {
        ThreadGroup group = new ThreadGroup("executor-run-" + ++made);
        groups.add(group);
        return group;
    }
}
