package io.sluice.accel.contained.internal;

import io.sluice.api.error.UnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a driver's process ended.
 *
 * @param driver its bundle
 * @param cause for people, without a full stop
 * @param lines the last it printed
 * @param suspects keys of the models that it was at work on
 */
record Death(String driver, String cause, List<String> lines, Set<String> suspects) {

    static final String CRASHED = "accelerator.contained.crashed";
    static final String REMEDY = "It is started again by itself. If it goes on, update the driver or the model.";

    private static final int SHOWN_LINES = 3;
    private static final int SIGNALLED = 128;
    private static final int KILL = 9;
    private static final Map<Integer, String> SIGNALS = Map.of(
            4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", KILL, "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");
    /** As the virtual machine tells it, which then ends itself by another signal. */
    private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+) \\(0x");
    private static final Pattern FRAME = Pattern.compile("#\\s+[CVJj]\\s+(.*\\S)");

    Death {
        lines = List.copyOf(lines);
        suspects = Set.copyOf(suspects);
    }

    /** @param exitCode as the system told it */
    static Death ended(String driver, int exitCode, List<String> output, Set<String> suspects) {
        Optional<String> signal = find(SIGNAL, output);
        String cause = signal.isPresent()
                ? "it was ended by " + signal.get() + find(FRAME, output).map(frame -> " in " + frame).orElse("")
                : exitCode > SIGNALLED ? killed(exitCode - SIGNALLED) : "it ended with exit code " + exitCode;
        return new Death(driver, cause, told(output), suspects);
    }

    static Death hung(String driver, String what, List<String> output, Set<String> suspects) {
        return new Death(driver, "it did not answer within " + what + " and was killed", told(output), suspects);
    }

    private static String killed(int signal) {
        return "it was ended by " + SIGNALS.getOrDefault(signal, "signal " + signal)
                + (signal == KILL ? "; perhaps the system ran out of memory" : "");
    }

    /** What a run answers that was in flight, or comes after. */
    UnavailableException exception() {
        return new UnavailableException(CRASHED, message(), REMEDY, null);
    }

    String message() {
        String shown = lines.isEmpty() ? "" : " It said last: " + String.join(" | ", lines);
        return "The process of the driver " + driver + " is gone: " + cause + "." + shown;
    }

    private static List<String> told(List<String> output) {
        List<String> own = output.stream().filter(line -> !line.startsWith("#")).collect(Collectors.toList());
        return own.subList(Math.max(0, own.size() - SHOWN_LINES), own.size());
    }

    private static Optional<String> find(Pattern pattern, List<String> lines) {
        return lines.stream().map(pattern::matcher).filter(Matcher::lookingAt).map(found -> found.group(1)).findFirst();
    }
}
