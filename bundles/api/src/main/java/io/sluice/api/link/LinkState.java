package io.sluice.api.link;

/** How far a link has come. */
public enum LinkState {
    /** Not registered yet, or trying again. */
    CONNECTING,
    /** Registered, and heard of within the time agreed. */
    ONLINE,
    /** Was registered, and has not been heard of for too long. */
    AWAY,
    /** The other side refuses; it is tried again, seldom. */
    REFUSED,
    /** Ended by one of the two, in order. */
    SIGNED_OFF
}
