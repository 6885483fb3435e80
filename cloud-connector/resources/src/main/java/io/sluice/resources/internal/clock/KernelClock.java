package io.sluice.resources.internal.clock;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What Linux's kernel knows of its clock, by {@code adjtimex(2)} with nothing to be changed: whoever keeps the clock, by NTP or by PTP,
 * tells the kernel whether it is synchronised. Offsets are those of {@code struct timex} on 64-bit systems.
 */
final class KernelClock {

    static final int SIZE = 208;
    static final int OFFSET = 8;
    static final int MAX_ERROR = 24;
    static final int STATUS = 40;
    static final int UNSYNCHRONISED = 0x0040;
    static final int NANOSECONDS = 0x2000;

    private KernelClock() {}

    /** Empty where the kernel does not let this process ask. */
    static Optional<HostClock> read() {
        Function adjtimex = NativeLibrary.getInstance("c").getFunction("adjtimex");
        try (Memory timex = new Memory(SIZE)) {
            timex.clear();
            return adjtimex.invokeInt(new Object[] {timex}) < 0 ? Optional.empty() : Optional.of(decode(timex));
        }
    }

    static HostClock decode(Memory timex) {
        int status = timex.getInt(STATUS);
        double unit = (status & NANOSECONDS) != 0 ? 1e-9 : 1e-6;
        boolean synchronised = (status & UNSYNCHRONISED) == 0;
        return new HostClock("kernel", synchronised, "", OptionalInt.empty(),
                Optional.of(HostClock.seconds(timex.getLong(OFFSET) * unit)).filter(known -> synchronised),
                Optional.of(Duration.ofNanos(timex.getLong(MAX_ERROR) * 1000)).filter(known -> synchronised));
    }
}
