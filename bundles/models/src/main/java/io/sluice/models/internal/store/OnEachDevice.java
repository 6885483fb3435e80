package io.sluice.models.internal.store;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Tries the same in several places: some may be unfit for it, unless all are; a wrong answer counts wherever it is given. */
final class OnEachDevice {

    /** How the codes begin by which a version is refused whatever else of it is right. */
    private static final String CODES = "model.test.";

    private final List<String> lines = new ArrayList<>();
    private final List<SluiceException> failures = new ArrayList<>();
    private int passed;

    List<String> lines() {
        return lines;
    }

    void add(String where, Supplier<List<String>> work) {
        try {
            lines.addAll(work.get());
            passed++;
        } catch (RejectedException | UnavailableException error) {
            if (error instanceof RejectedException && error.code().startsWith(CODES)) {
                throw error;
            }
            failures.add(error);
            lines.add(where + ": cannot be run here: " + error.getMessage());
        }
    }

    void requireOne() {
        if (passed == 0) {
            failures.stream().filter(RejectedException.class::isInstance).findFirst().ifPresent(unfit -> {
                throw unfit;
            });
        }
    }

    /** As {@link #requireOne}, and something must have run. */
    void requireOneNow(String what) {
        requireOne();
        if (passed == 0) {
            throw failures.stream().findFirst().orElseGet(() -> new UnavailableException(
                    "model.test.waiting", "No device here takes what " + what + " needs.",
                    "Install a driver for a device that loads one of its variants.", null));
        }
    }
}
