package io.sluice.demo.line.internal;

import java.io.IOException;
import java.util.Optional;

/** A line that can be watched, until closed. */
interface ServedLine extends AutoCloseable {

    /** Opens one. */
    @FunctionalInterface
    interface Opening {
        /**
         * @param port to listen on; 0 takes a free one
         * @throws IOException when the port cannot be had
         */
        ServedLine open(int port) throws IOException, InterruptedException;
    }

    String url();

    /** Why nothing is sent any more, if so. */
    Optional<Throwable> failure();

    /** Frees the port and all threads before it returns. */
    @Override
    void close();
}
