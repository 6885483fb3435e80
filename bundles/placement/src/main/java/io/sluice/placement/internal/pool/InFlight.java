package io.sluice.placement.internal.pool;

import io.sluice.api.error.UnavailableException;

/** What may be in a run of a driver's, as those see it who look for runs that hang. */
interface InFlight {

    /** Since when by the pool's clock; 0 when it is in none. */
    long runningSince();

    /** The run hangs: whoever only waits for it is to wait no longer. */
    void abandon(UnavailableException cause);
}
