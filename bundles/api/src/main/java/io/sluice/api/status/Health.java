package io.sluice.api.status;

/** How a part is, worst last but for {@link #DISABLED}, which is a choice and not a fault. */
public enum Health {
    /** Not known yet: starting, or connecting for the first time. */
    UNKNOWN,
    /** Does all it is there for. */
    OK,
    /** Works with losses, or is trying again by itself. */
    DEGRADED,
    /** Does not work until the remedy is applied or the cause goes away. */
    FAILED,
    /** Switched off by configuration. */
    DISABLED
}
