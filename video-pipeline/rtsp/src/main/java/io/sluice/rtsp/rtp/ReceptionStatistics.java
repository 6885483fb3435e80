package io.sluice.rtsp.rtp;

import java.time.Duration;

/**
 * What a receiver has counted since it began.
 *
 * @param packets received
 * @param packetsLost by their sequence numbers
 * @param pictures seen, decodable or not
 * @param units given out
 * @param unitsDropped for missing or broken parts
 * @param clockAhead how far the camera's clock is ahead of ours, by its last sender report; zero before one
 */
public record ReceptionStatistics(
        long packets, long packetsLost, long pictures, long units, long unitsDropped, Duration clockAhead) {

    /** Nothing received yet. */
    public static final ReceptionStatistics NONE = new ReceptionStatistics(0, 0, 0, 0, 0, Duration.ZERO);
}
