package io.sluice.cli;

import io.sluice.api.error.UnavailableException;
import io.sluice.session.http.Caller;

/** What carries messages to one node and back, by HTTP or MQTT. */
interface Carrier extends AutoCloseable {

    /**
     * Sends one message and awaits its answer.
     *
     * @throws UnavailableException when none came
     */
    Caller.Answer ask(String method, String path, byte[] body);

    /** What went wrong with this node. */
    UnavailableException closed(String reason);

    @Override
    void close();
}
