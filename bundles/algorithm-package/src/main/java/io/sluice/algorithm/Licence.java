package io.sluice.algorithm;

import io.sluice.api.error.RejectedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Under which an algorithm may run.
 *
 * @param name such as {@code BSD-3-Clause}; empty where not stated
 * @param file with its text
 * @param notBefore from when on it holds
 * @param notAfter until when it holds, inclusive
 * @param gateways ids of the gateways for which it holds; empty for all
 */
public record Licence(
        String name, Optional<String> file, Optional<Instant> notBefore, Optional<Instant> notAfter, List<String> gateways) {

    public Licence {
        gateways = List.copyOf(gateways);
    }

    /**
     * @param gateway id of the gateway on which it is to run
     * @throws RejectedException {@code package.licence.early}, {@code package.licence.expired} or {@code
     *     package.licence.gateway}
     */
    public void check(Instant now, String gateway) {
        checkDates(now);
        if (!gateways.isEmpty() && !gateways.contains(gateway)) {
            throw new RejectedException("package.licence.gateway",
                    "The licence does not hold for this gateway, " + gateway + ".",
                    "Obtain a package licensed for this gateway.", null);
        }
    }

    /** As {@link #check}, wherever it is to run. */
    public void checkDates(Instant now) {
        if (notBefore.isPresent() && now.isBefore(notBefore.get())) {
            throw new RejectedException("package.licence.early",
                    "The licence holds from " + notBefore.get() + " on; it is " + now + ".",
                    "Wait until then, or correct the gateway's clock.", null);
        }
        if (notAfter.isPresent() && now.isAfter(notAfter.get())) {
            throw new RejectedException("package.licence.expired",
                    "The licence ended at " + notAfter.get() + "; it is " + now + ".",
                    "Obtain a package with a longer licence, or correct the gateway's clock.", null);
        }
    }
}
