package io.sluice.outbox.internal;

import java.util.concurrent.CompletionStage;

/** A way to a destination that is open at present. */
interface Route {

    /**
     * Sends a letter.
     *
     * @return ends with what the other side said, or fails where it could not be asked
     */
    CompletionStage<Verdict> send(Entry letter);
}
