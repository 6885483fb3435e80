package io.sluice.analytics.internal;

import io.sluice.api.result.AnalysisResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Results that wait for the store, bounded. When it is full the oldest go, those without a crossing first: counts
 * matter longer than boxes. Thread-safe.
 */
final class ResultQueue {

    private static final long LAST_TRIES_MILLIS = 50;

    private final int capacity;
    private final ArrayDeque<AnalysisResult> results = new ArrayDeque<>();
    private long lost;
    private boolean closed;

    ResultQueue(int capacity) {
        this.capacity = capacity;
    }

    synchronized void put(AnalysisResult result) {
        results.add(result);
        if (results.size() > capacity) {
            dropOne();
            lost++;
        }
        notifyAll();
    }

    /** The oldest results, at most this many, left in the queue; waits for the first. Empty when closed and empty. */
    synchronized List<AnalysisResult> peek(int most) throws InterruptedException {
        while (results.isEmpty() && !closed) {
            wait();
        }
        List<AnalysisResult> batch = new ArrayList<>(Math.min(most, results.size()));
        for (AnalysisResult result : results) {
            if (batch.size() == most) {
                break;
            }
            batch.add(result);
        }
        return batch;
    }

    /** Takes out what was stored; some of it may have been dropped meanwhile. */
    synchronized void remove(List<AnalysisResult> stored) {
        for (AnalysisResult result : stored) {
            if (results.peek() == result) {
                results.remove();
            }
        }
    }

    /** Waits until a time has passed, or the queue was closed or poked; only a moment once it is closed. */
    synchronized void pause(long millis) throws InterruptedException {
        wait(closed ? Math.min(millis, LAST_TRIES_MILLIS) : millis);
    }

    /** Wakes who waits. */
    synchronized void poke() {
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean closed() {
        return closed;
    }

    synchronized int size() {
        return results.size();
    }

    /** How many were dropped so far. */
    synchronized long lost() {
        return lost;
    }

    private void dropOne() {
        AnalysisResult victim = results.stream()
                .filter(result -> result.crossings().isEmpty())
                .findFirst()
                .orElseGet(results::peek);
        results.removeFirstOccurrence(victim);
    }
}
