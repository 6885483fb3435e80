package io.sluice.placement.internal.pool;

import java.util.Map;
import java.util.Optional;

/**
 * What a lease is given.
 *
 * @param offer where; empty when there is no place
 * @param rate runs a second; less than wanted when not all fit
 * @param loadsBefore what was promised on each device when it was its turn, for the explanation
 */
record Grant(Want want, Optional<Offer> offer, double rate, Map<String, Double> loadsBefore) {

    boolean reduced() {
        return rate < want.rate() * 0.999;
    }
}
