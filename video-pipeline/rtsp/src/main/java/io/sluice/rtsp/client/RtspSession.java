package io.sluice.rtsp.client;

import io.sluice.rtsp.rtp.ReceptionStatistics;

/** One session: connects, plays, and ends once, with a fault or by {@link #close()}. Used on its lane's thread. */
public interface RtspSession {

    /** Counts so far. */
    ReceptionStatistics statistics();

    /** Ends the session; tells the server where that is possible. No call to the listener follows. Idempotent. */
    void close();
}
