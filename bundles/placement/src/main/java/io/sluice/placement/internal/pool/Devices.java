package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Accelerator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The devices there are, and those that left while somebody still held a binding. Reading is thread-safe. */
final class Devices {

    private final Rules rules;
    private final Announcer announcer;
    private final List<Device> present = new CopyOnWriteArrayList<>();
    private final List<Device> left = new CopyOnWriteArrayList<>();
    private final Map<String, String> judged = new HashMap<>();

    Devices(Rules rules, Announcer announcer) {
        this.rules = rules;
        this.announcer = announcer;
    }

    List<Device> all() {
        return present;
    }

    Optional<Device> find(String id) {
        return present.stream().filter(device -> device.id.equals(id) && device.rival().isEmpty()).findFirst();
    }

    void add(Device device) {
        present.add(device);
    }

    void remove(Accelerator accelerator) {
        for (Device device : List.copyOf(present)) {
            if (device.accelerator == accelerator) {
                device.leave();
                present.remove(device);
                left.add(device);
            }
        }
    }

    /**
     * Finds who claims whose device, and tells what changed. Called under the pool's lock.
     *
     * @return whether anything changed that matters for who runs where
     */
    boolean judge(long now) {
        claims();
        Map<String, String> verdicts = new HashMap<>();
        for (Device device : present) {
            // Two services may even have one id; the one in use speaks for both then.
            verdicts.merge(device.id, tell(device, now), (one, other) -> one.isEmpty() ? other : one);
        }
        judged.keySet().stream().filter(id -> !verdicts.containsKey(id)).toList().forEach(announcer::deviceWell);
        boolean changed = !verdicts.equals(judged);
        judged.clear();
        judged.putAll(verdicts);
        return changed;
    }

    private String tell(Device device, long now) {
        if (device.rival().isPresent()) {
            announcer.claimedTwice(device, device.rival().get());
            return "claimed by " + device.rival().get();
        }
        if (device.failures.excludedAt(now)) {
            announcer.deviceFailed(device);
            return "failed";
        }
        if (device.hot()) {
            announcer.deviceHot(device);
            return "hot";
        }
        boolean told = !judged.getOrDefault(device.id, "").isEmpty();
        if (told) {
            announcer.deviceWell(device.id);
        }
        return "";
    }

    private void claims() {
        Map<String, List<Device>> places = new HashMap<>();
        present.forEach(device ->
                places.computeIfAbsent(device.info.location(), location -> new ArrayList<>()).add(device));
        for (List<Device> same : places.values()) {
            Device first = same.stream().max(Comparator.comparing(device -> device, Devices::rank)).orElseThrow();
            same.forEach(device -> device.rival(device == first ? Optional.empty() : Optional.of(first.id)));
        }
    }

    @SuppressWarnings("unchecked")
    private static int rank(Device one, Device other) {
        return ((Comparable<Object>) one.rank).compareTo(other.rank);
    }

    /** Looks for heat and for runs that hang. @return whether something changed */
    boolean watch(Device device, long now) {
        boolean changed = device.feel(rules.celsiusLimit());
        for (InFlight run : device.inFlight) {
            long since = run.runningSince();
            if (since != 0 && now - since > rules.hangAfter().toNanos()) {
                changed |= !device.failures.excludedAt(now);
                device.failures.exclude("a run has taken longer than "
                        + TimeUnit.NANOSECONDS.toSeconds(rules.hangAfter().toNanos()) + " s", rules.backOff(), now);
                run.abandon(Problems.runHangs(device));
            }
        }
        return changed;
    }

    /** Frees models that nobody uses any more: after the grace, or at once where the device has left. */
    void sweep(long now, Executor threads) {
        present.forEach(device -> sweep(device, now, threads));
        left.forEach(device -> sweep(device, now, threads));
        left.removeIf(device -> device.sessions.isEmpty());
    }

    private void sweep(Device device, long now, Executor threads) {
        device.sessions.forEach((key, session) -> {
            if (session.expire(now, rules.grace())) {
                device.sessions.remove(key, session);
                device.mostPictures.remove(key);
                Sessions.close(session, threads);
            }
        });
    }

    Collection<SharedSession> sessions() {
        List<SharedSession> all = new ArrayList<>();
        present.forEach(device -> all.addAll(device.sessions.values()));
        left.forEach(device -> all.addAll(device.sessions.values()));
        return all;
    }
}
