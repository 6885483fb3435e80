package io.sluice.models.internal.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Packages that one side did not want. Each is tried again when something has changed that may have been the reason, when somebody
 * asks for it, and else ever more rarely: a licence may have begun, and what has changed at the other side is not known here.
 * Thread-safe.
 */
final class Refusals {

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(6);

    private final Clock clock;
    private final Supplier<String> conditions;
    private final Map<String, Refusal> all = new TreeMap<>();

    /** @param conditions what was there when it was refused */
    private record Refusal(String name, String reason, String conditions, Instant next, Duration pause) {}

    /** @param conditions what a refusal by this side may depend on: keys, devices, drivers; another text for others */
    Refusals(Clock clock, Supplier<String> conditions) {
        this.clock = clock;
        this.conditions = conditions;
    }

    /** Whether a package is to be tried now. */
    synchronized boolean due(String sha256) {
        Refusal refusal = all.get(sha256);
        return refusal == null || !refusal.conditions().equals(conditions.get()) || !clock.instant().isBefore(refusal.next());
    }

    /** @param name for people */
    synchronized void add(String sha256, String name, String reason) {
        Refusal before = all.get(sha256);
        String present = conditions.get();
        boolean again = before != null && before.conditions().equals(present);
        Duration pause = again ? shorter(before.pause().multipliedBy(2)) : FIRST;
        all.put(sha256, new Refusal(name, reason, present, clock.instant().plus(pause), pause));
    }

    synchronized void remove(String sha256) {
        all.remove(sha256);
    }

    /** Makes all of them due. */
    synchronized void tryAgain() {
        all.replaceAll((sha256, refusal) -> new Refusal(
                refusal.name(), refusal.reason(), refusal.conditions(), Instant.MIN, refusal.pause()));
    }

    /** For people: which, why, and when each is tried again. */
    synchronized List<String> describe() {
        List<String> lines = new ArrayList<>();
        all.values().forEach(refusal -> lines.add(
                refusal.name() + ": " + refusal.reason() + " Tried again at " + refusal.next() + "."));
        return lines;
    }

    private static Duration shorter(Duration pause) {
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
