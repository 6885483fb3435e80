package io.sluice.outbox.internal;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** A way to a destination that is open at present. */
interface Route {

    /** Letters under way at a time where each is a request of its own. */
    int SINGLE = 64;

    /**
     * Sends a letter.
     *
     * @return ends with what the other side said, or fails where it could not be asked
     */
    CompletionStage<Verdict> send(Entry letter);

    /**
     * Sends letters that may be under way together, in as few requests as the way allows.
     *
     * @return for each letter, in their order, as above
     */
    default List<CompletionStage<Verdict>> send(List<Entry> letters) {
        return letters.stream().map(this::send).toList();
    }

    /** Letters that may be under way at present. */
    default int window() {
        return SINGLE;
    }
}
