package io.sluice.accel.contained.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelData;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Which models crash the driver. A crash during one model's run is that model's; when several were at work, none is blamed,
 * but all take turns from then on until each has run, so that the next crash is unambiguous. Who crashes again and again is not
 * run for a while; one more crash after that is enough. Thread-safe; costs one read while all is well.
 */
final class Culprits {

    static final String QUARANTINED = "accelerator.model.quarantined";
    static final String REMEDY =
            "Correct the model or the driver. To try it at once, release it on the page of resources.";

    private static final char SEPARATOR = '/';
    private static final long DOUBT_NANOS = Duration.ofMinutes(10).toNanos();

    private final int most;
    private final Map<String, Integer> inRow = new HashMap<>();
    private final Set<String> doubtful = new HashSet<>();
    private final Quarantine quarantine;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile boolean suspicious;
    private volatile long latest;

    /**
     * @param most crashes in a row until a model is not run for a while
     * @param quarantine its first length
     * @param nanos a clock that is never set back
     */
    Culprits(int most, Duration quarantine, LongSupplier nanos) {
        this.most = most;
        this.quarantine = new Quarantine(quarantine, nanos);
    }

    /** @param suspects keys of the models at work */
    synchronized void crashed(Set<String> suspects) {
        latest = System.nanoTime();
        if (suspects.size() > 1) {
            doubtful.addAll(suspects);
        }
        if (suspects.size() == 1) {
            String model = suspects.iterator().next();
            if (inRow.merge(model, 1, Integer::sum) >= most) {
                inRow.remove(model);
                quarantine.add(model);
                doubtful.remove(model);
            } else {
                doubtful.add(model);
            }
        }
        suspicious = !doubtful.isEmpty();
    }

    /** A run came to its end. */
    void succeeded(String model) {
        if (suspicious) {
            forget(model);
        }
    }

    private synchronized void forget(String model) {
        inRow.remove(model);
        doubtful.remove(model);
        quarantine.clear(model);
        suspicious = !doubtful.isEmpty();
    }

    /** A suspect may never be loaded again: the others do not take turns for its sake for ever. */
    private synchronized void forgive() {
        doubtful.clear();
        suspicious = false;
    }

    /** By which a model is known here: another content under the same name is another model. */
    static String key(ModelData model) {
        return model.name() + SEPARATOR + model.sha256();
    }

    private static String name(String key) {
        return key.substring(0, key.indexOf(SEPARATOR));
    }

    /** @throws UnavailableException when it is not run at present */
    synchronized void check(String model) {
        expire();
        quarantine.until(model).ifPresent(until -> {
            throw new UnavailableException(QUARANTINED, "The model " + name(model) + " crashed its driver again and again and"
                    + " is not run until " + until + ".", REMEDY, null);
        });
    }

    /** Gives those another chance whose time is over. One more crash, and they are not run for twice as long. */
    private void expire() {
        quarantine.expire().forEach(this::onProbation);
    }

    private void onProbation(String model) {
        inRow.put(model, most - 1);
        doubtful.add(model);
        suspicious = true;
        latest = System.nanoTime();
    }

    /** Gives all another chance, as if they had never crashed. */
    synchronized void release() {
        quarantine.release();
    }

    /** Names of the models that are not run at present, in order. */
    synchronized List<String> quarantined() {
        expire();
        return quarantine.models().stream().map(Culprits::name).sorted().toList();
    }

    /** When the next of them is tried again. */
    synchronized Optional<Instant> nextChance() {
        return quarantine.next();
    }

    synchronized Optional<Duration> nextChanceIn() {
        return quarantine.nextIn();
    }

    /** Waits for its turn where they take turns. @return whether {@link #leave(boolean)} is to be told so */
    boolean enter() {
        if (!suspicious) {
            return false;
        }
        if (System.nanoTime() - latest > DOUBT_NANOS) {
            forgive();
            return false;
        }
        turn.lock();
        return true;
    }

    void leave(boolean entered) {
        if (entered) {
            turn.unlock();
        }
    }
}
