package io.sluice.compression.internal.job;

/** A job ran to its end, and what came of it is not good enough. The message tells the figures and the bounds. */
public final class BoundMissed extends Exception {

    private static final long serialVersionUID = 1;

    public BoundMissed(String message) {
        super(message, null, false, false);
    }
}
