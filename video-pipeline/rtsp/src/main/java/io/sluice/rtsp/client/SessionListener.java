package io.sluice.rtsp.client;

import io.sluice.api.stream.AccessUnit;

/** What a session tells, all on its lane's thread. Must not block. */
public interface SessionListener {

    /** The server agreed to play. */
    void playing();

    /** A unit, whose reference is the listener's. */
    void unit(AccessUnit unit);

    /** The session is over; nothing follows. Not called after {@link RtspSession#close()}. */
    void ended(SessionFault fault);
}
