package io.sluice.placement.internal.pool;

import java.util.Optional;

/**
 * What is to be told of a lease for as long as it stays as it is.
 *
 * @param text a sentence
 * @param place where it is promised something
 * @param reduced whether that is less than it wants
 */
record Note(String text, Optional<Offer> place, boolean reduced) {

    boolean holds(Optional<Offer> now, boolean reducedNow) {
        boolean there = place.isEmpty() ? now.isEmpty() : now.filter(place.get()::samePlace).isPresent();
        return there && reduced == reducedNow;
    }
}
