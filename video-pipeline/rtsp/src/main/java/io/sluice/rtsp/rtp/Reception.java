package io.sluice.rtsp.rtp;

import io.sluice.rtsp.rtcp.ReceiverReport;

/** Counts what receiver reports tell of a source, after RFC 3550 appendices A.3 and A.8. */
final class Reception {

    private static final int MOST_LOST = 0x7F_FFFF;

    private int base;
    private int highest;
    private int cycles;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private int transit;
    private double jitter;

    void start(int sequence) {
        base = sequence;
        highest = sequence;
        cycles = 0;
        received = 0;
        expectedBefore = 0;
        receivedBefore = 0;
        jitter = 0;
    }

    /** @param arrival on the stream's clock, from any zero */
    void packet(int sequence, int timestamp, int arrival) {
        short step = (short) (sequence - highest);
        if (step > 0) {
            cycles += sequence < highest ? 1 : 0;
            highest = sequence;
        }
        int now = arrival - timestamp;
        if (received++ > 0) {
            jitter += (Math.abs(now - transit) - jitter) / 16;
        }
        transit = now;
    }

    private long expected() {
        return ((long) cycles << 16) + highest - base + 1;
    }

    ReceiverReport report(int ssrc, int source, int lastReport, int delay) {
        long expected = expected();
        long expectedSince = expected - expectedBefore;
        long lostSince = expectedSince - (received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        int fraction = expectedSince <= 0 || lostSince <= 0 ? 0 : (int) Math.min(255, (lostSince << 8) / expectedSince);
        int lost = (int) Math.max(-MOST_LOST - 1, Math.min(MOST_LOST, expected - received));
        return new ReceiverReport(
                ssrc, source, fraction, lost, cycles << 16 | highest, (int) jitter, lastReport, delay);
    }
}
