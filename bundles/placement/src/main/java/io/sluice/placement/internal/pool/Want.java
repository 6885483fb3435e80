package io.sluice.placement.internal.pool;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One lease as the planner sees it.
 *
 * @param order rises from lease to lease: the elder goes first
 * @param rate wanted runs a second; 0 for best effort
 * @param priority the lower number goes first
 * @param offers what could be chosen
 * @param present where it is, which need not be among the offers any more
 */
record Want(long order, double rate, int priority, List<Offer> offers, Optional<Offer> present) {

    static final Comparator<Want> ORDER = Comparator.comparingInt(Want::priority).thenComparingLong(Want::order);

    /** Where it is, if it may stay there. */
    Optional<Offer> staying() {
        return present.flatMap(place -> offers.stream().filter(place::samePlace).findFirst());
    }
}
