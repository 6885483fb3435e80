package io.sluice.rtsp.rtcp;

/** NTP timestamps of 64 bits: seconds since 1900 in the upper half, fractions in the lower. */
public final class NtpTime {

    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    /** Past 2036-02-07 the seconds begin again at 0; values below this are taken for the next era. */
    private static final long ERA_PIVOT = 0x8000_0000L;

    private NtpTime() {}

    public static long ofMicros(long microsSince1970) {
        long seconds = Math.floorDiv(microsSince1970, 1_000_000) + SECONDS_1900_TO_1970;
        long micros = Math.floorMod(microsSince1970, 1_000_000L);
        return seconds << 32 | (micros << 32) / 1_000_000;
    }

    public static long toMicros(long ntp) {
        long seconds = ntp >>> 32;
        if (seconds < ERA_PIVOT) {
            seconds += 1L << 32;
        }
        long micros = ((ntp & 0xFFFF_FFFFL) * 1_000_000 + (1L << 31)) >> 32;
        return (seconds - SECONDS_1900_TO_1970) * 1_000_000 + micros;
    }

    /** The middle 32 bits, as LSR and DLSR have them: units of 1/65 536 s. */
    public static int middle(long ntp) {
        return (int) (ntp >>> 16);
    }
}
