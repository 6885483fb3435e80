package io.sluice.placement.internal.pool;

import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelData;
import io.sluice.api.model.ModelVariant;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads models and measures those not measured before: one model a device at a time, and with a time-out, since a driver that
 * hangs must not take the whole placement with it. Thread-safe.
 */
final class Loader {

    private static final Logger LOG = LoggerFactory.getLogger(Loader.class);

    private final Rules rules;
    private final TimingStore store;
    private final Clocks clocks;
    private final Executor threads;

    Loader(Rules rules, TimingStore store, Clocks clocks, Executor threads) {
        this.rules = rules;
        this.store = store;
        this.clocks = clocks;
        this.threads = threads;
    }

    /**
     * A session of the model, loaded where nobody has it loaded yet. The caller becomes a user of it.
     *
     * @throws SluiceException when it cannot be had; it is not tried again for a while, or as long as the device is there
     */
    SharedSession acquire(Device device, ModelVariant variant) {
        String key = Pair.key(variant);
        Optional<SharedSession> present = retained(device, key);
        if (present.isPresent()) {
            return present.get();
        }
        device.loading.lock();
        try {
            Optional<SharedSession> meanwhile = retained(device, key);
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            Optional<Device.Obstacle> obstacle = device.obstacle(key, clocks.now());
            if (obstacle.isPresent()) {
                throw obstacle.get().cause();
            }
            SharedSession fresh = load(device, variant, key);
            device.sessions.put(key, fresh);
            if (device.gone()) {
                // Nobody may look after the device any more.
                device.sessions.remove(key, fresh);
                if (fresh.condemn()) {
                    fresh.session.close();
                }
                throw Problems.gone(device);
            }
            return fresh;
        } catch (RejectedException unfit) {
            device.obstacles.put(key, new Device.Obstacle(unfit, Optional.empty()));
            throw unfit;
        } catch (UnavailableException away) {
            if (Thread.currentThread().isInterrupted()) {
                throw away; // the caller's haste is no fault of the device
            }
            long until = clocks.now() + rules.backOff().toNanos();
            device.obstacles.putIfAbsent(key, new Device.Obstacle(away, Optional.of(until)));
            throw away;
        } finally {
            device.loading.unlock();
        }
    }

    /**
     * Loads and measures in the background, if that is not under way; what cannot be loaded becomes an obstacle of the device.
     *
     * @return ends without an error
     */
    CompletableFuture<Void> measure(Device device, ModelVariant variant) {
        String key = Pair.key(variant);
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> underWay = device.measuring.putIfAbsent(key, mine);
        if (underWay != null) {
            return underWay;
        }
        Runnable task = () -> {
            try {
                acquire(device, variant).release(clocks.now());
            } catch (SluiceException remembered) {
                LOG.debug("{} cannot be measured on {}", variant.data().name(), device.id, remembered);
            } finally {
                device.measuring.remove(key, mine);
                mine.complete(null);
            }
        };
        try {
            threads.execute(task);
        } catch (RejectedExecutionException stopping) {
            device.measuring.remove(key, mine);
            mine.complete(null);
        }
        return mine;
    }

    private static Optional<SharedSession> retained(Device device, String key) {
        return Optional.ofNullable(device.sessions.get(key)).filter(SharedSession::retain);
    }

    private SharedSession load(Device device, ModelVariant variant, String key) {
        device.obstacles.remove(key);
        CompletableFuture<SharedSession> loading =
                CompletableFuture.supplyAsync(() -> loadNow(device, variant, key), threads);
        try {
            return loading.get(rules.loadTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hangs) {
            loading.thenAccept(late -> Sessions.close(late, threads));
            UnavailableException failure = Problems.hangs(device, variant.data().name(), rules.loadTimeout().toSeconds());
            device.failures.exclude(failure.getMessage(), rules.backOff(), clocks.now());
            throw failure;
        } catch (ExecutionException error) {
            throw Problems.ofDriver(device, error.getCause());
        } catch (InterruptedException interrupted) {
            loading.thenAccept(late -> Sessions.close(late, threads));
            Thread.currentThread().interrupt();
            throw Problems.stopped();
        }
    }

    private SharedSession loadNow(Device device, ModelVariant variant, String key) {
        long bytes = bytes(variant.data());
        if (!device.hasRoomFor(bytes)) {
            throw Problems.noMemory(device, variant.data().name(), bytes);
        }
        InferenceSession session = device.accelerator.load(variant.data());
        try {
            Optional<Timings> known = known(device, variant, key);
            Timings timings = known.orElseGet(() -> measured(device, variant, session, bytes));
            device.timings.put(key, timings);
            if (known.isEmpty() && timings.byPictures().size() > 1) {
                // A driver may keep what each number of pictures took, as long as the session lives.
                session.close();
                return new SharedSession(device, variant, device.accelerator.load(variant.data()), timings, bytes);
            }
            return new SharedSession(device, variant, session, timings, bytes);
        } catch (RuntimeException | Error error) {
            session.close();
            throw error;
        }
    }

    private Optional<Timings> known(Device device, ModelVariant variant, String key) {
        String sha256 = variant.data().sha256();
        return Optional.ofNullable(device.timings.get(key)).or(() -> sha256.isEmpty()
                ? Optional.empty() : store.find(sha256, device.info.chip(), device.info.driver()));
    }

    private Timings measured(Device device, ModelVariant variant, InferenceSession session, long bytes) {
        Timings timings = BatchMeasurement.measure(device, session, bytes, clocks);
        timings.byPictures().forEach((pictures, timing) -> LOG.info(
                "{} on {}, pictures a run {}: median {} ms, longest of {} runs {} ms", variant.data().name(), device.id,
                pictures, Problems.millis(timing.medianNanos()), timing.runs(),
                Problems.millis(timing.longestNanos())));
        // One that was disturbed all the time is good for today, and measured anew after a restart.
        if (!variant.data().sha256().isEmpty() && timings.worthKeeping()) {
            store.put(variant.data().sha256(), device.info.chip(), device.info.driver(), timings);
        }
        return timings;
    }

    private static long bytes(ModelData data) {
        if (data.file().isPresent()) {
            try {
                return Files.size(data.file().get());
            } catch (IOException unreadable) {
                return 0; // the driver says better what is wrong with it
            }
        }
        try (ModelData.Content content = data.open()) {
            return content.bytes().remaining();
        }
    }
}
