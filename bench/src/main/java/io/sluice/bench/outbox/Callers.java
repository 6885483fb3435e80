package io.sluice.bench.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * So many threads that hand over results at the same time, each waiting until its own is kept.
 *
 * @param messages of all together
 */
record Callers(int threads, int messages) {

    /** Hands over a share of the messages. */
    interface Work {

        void hand(int share) throws Exception;
    }

    void run(Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                all.add(pool.submit(() -> {
                    work.hand(messages / threads);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdown();
        }
    }
}
