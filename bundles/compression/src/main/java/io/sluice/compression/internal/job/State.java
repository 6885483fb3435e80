package io.sluice.compression.internal.job;

/** How a job is. */
public enum State {
    /** Others are before it. */
    WAITING,
    RUNNING,
    /** It has what it was to bring. */
    DONE,
    /** It ran to its end and a bound was missed; the figures tell by how much. */
    REFUSED,
    /** It could not be run to its end; the problem tells why. */
    FAILED,
    /** By somebody's wish. */
    CANCELLED,
    /** The gateway stopped while it waited or ran. */
    INTERRUPTED;

    /** Whether nothing more will come of it. */
    public boolean ended() {
        return this != WAITING && this != RUNNING;
    }
}
