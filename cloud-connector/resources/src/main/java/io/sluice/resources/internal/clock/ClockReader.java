package io.sluice.resources.internal.clock;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks who keeps the clock: the first program that answers, else the kernel. For one thread. */
final class ClockReader {

    private static final int PATIENCE_SECONDS = 3;
    private static final int MOST_BYTES = 16 << 10;

    private final Function<List<String>, Optional<String>> run;
    private final Supplier<Optional<HostClock>> kernel;

    ClockReader(Supplier<Optional<HostClock>> kernel) {
        this(ClockReader::run, kernel);
    }

    /** @param run of a command: what it printed, where it could be run */
    ClockReader(Function<List<String>, Optional<String>> run, Supplier<Optional<HostClock>> kernel) {
        this.run = run;
        this.kernel = kernel;
    }

    /**
     * A program that is not synchronised does not have the last word: another may keep the clock, and the kernel knows.
     *
     * @return empty where nobody tells
     */
    Optional<HostClock> read() {
        Optional<HostClock> told = Optional.empty();
        for (TimePrograms.Program program : TimePrograms.ALL) {
            Optional<HostClock> answer = run.apply(program.command()).flatMap(program.reader());
            if (answer.isPresent() && answer.get().synchronised()) {
                return answer;
            }
            told = told.or(() -> answer);
        }
        Optional<HostClock> known = kernel.get();
        Optional<HostClock> program = told;
        return known.filter(HostClock::synchronised).or(() -> program).or(() -> known);
    }

    private static Optional<String> run(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException notInstalled) {
            return Optional.empty();
        }
        try {
            byte[] printed = CompletableFuture.supplyAsync(() -> printed(process)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(new String(printed, StandardCharsets.UTF_8)) : Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException silent) {
            return Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static byte[] printed(Process process) {
        try {
            return process.getInputStream().readNBytes(MOST_BYTES);
        } catch (IOException ended) {
            return new byte[0];
        }
    }
}
