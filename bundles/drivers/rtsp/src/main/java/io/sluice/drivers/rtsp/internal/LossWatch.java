package io.sluice.drivers.rtsp.internal;

import io.sluice.rtsp.rtp.ReceptionStatistics;

/** Tells from a session's counts, looked at once a second, whether it loses more than now and then a packet. */
final class LossWatch {

    /** What the counts say. */
    enum Verdict {
        CLEAN, LOSING, DROPPING
    }

    /** Looks that one loss is remembered for, so that the status does not flicker. */
    private static final int MEMORY = 20;
    private static final int[] STEPS = {1, 2, 5, 10, 20, 50, 100};

    private final ReceptionStatistics[] history = new ReceptionStatistics[MEMORY];
    private int looks;
    private String percent = "0";

    Verdict look(ReceptionStatistics now) {
        ReceptionStatistics before = looks < MEMORY ? ReceptionStatistics.NONE : history[looks % MEMORY];
        history[looks++ % MEMORY] = now;
        long lost = now.packetsLost() - before.packetsLost();
        if (lost > 0) {
            percent = rounded(lost * 100.0 / (lost + now.packets() - before.packets()));
            return Verdict.LOSING;
        }
        return now.unitsDropped() > before.unitsDropped() ? Verdict.DROPPING : Verdict.CLEAN;
    }

    /** Share of packets lost, in rough steps. */
    String percent() {
        return percent;
    }

    private static String rounded(double share) {
        for (int step : STEPS) {
            if (share <= step) {
                return Integer.toString(step);
            }
        }
        return "100";
    }
}
