package io.sluice.accel.contained.internal;

import io.sluice.accel.contained.internal.wire.Link;
import io.sluice.accel.contained.internal.wire.SharedMemory;
import io.sluice.api.error.UnavailableException;
import io.sluice.support.process.Folders;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A driver's process: started once, and gone for good when it ends. Thread-safe. */
final class Child implements AutoCloseable {

    private static final Folders FOLDERS = new Folders("contained");
    private static final Path MEMORY = Path.of("/dev/shm");
    /** A virtual machine that crashes describes itself first. */
    private static final Duration AGONY = Duration.ofSeconds(10);

    private final Settings settings;
    private final Path work;
    private final Path shared;
    private final Path socket;
    private final Process process;
    private final Output output;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private volatile Call hung;
    private volatile boolean worked;
    private Death death;

    private Child(Settings settings, Path work, Path shared, Process process) {
        this.settings = settings;
        this.work = work;
        this.shared = shared;
        this.process = process;
        socket = socketIn(shared);
        output = new Output(settings.driver(), process.getInputStream());
    }

    /**
     * Starts a process and waits until it listens.
     *
     * @throws UnavailableException when it ends before, or is not ready in time
     */
    static Child start(Settings settings, Launch launch) throws InterruptedException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path work = null;
        Path shared = null;
        Child child;
        try {
            work = FOLDERS.create(temporary);
            // A socket's path must be short, and tensors want no disk.
            shared = FOLDERS.create(Files.isWritable(MEMORY) ? MEMORY : temporary);
            child = new Child(settings, work, shared, launch.start(settings, work, socketIn(shared)));
        } catch (IOException error) {
            Optional.ofNullable(work).ifPresent(Folders::delete);
            Optional.ofNullable(shared).ifPresent(Folders::delete);
            throw new UnavailableException(Death.CRASHED,
                    "The process of the driver " + settings.driver() + " cannot be started: " + error.getMessage() + ".",
                    Death.REMEDY, error);
        }
        if (child.output.awaitReady(settings.startLimit())) {
            return child;
        }
        Death death = child.die();
        child.close();
        throw death.exception();
    }

    /** Removes what earlier gateways left behind. */
    static void sweep() {
        FOLDERS.sweep(MEMORY);
        FOLDERS.sweep(Path.of(System.getProperty("java.io.tmpdir")));
    }

    private static Path socketIn(Path folder) {
        return folder.resolve("s");
    }

    Link connect() {
        try {
            return Link.connect(socket);
        } catch (IOException error) {
            throw failure(error);
        }
    }

    /** Memory for a tensor: in memory where that has room, else in a file on the disk. */
    SharedMemory share(long bytes) {
        try {
            try {
                return SharedMemory.create(shared, bytes);
            } catch (IOException full) {
                return SharedMemory.create(work, bytes);
            }
        } catch (IOException | OutOfMemoryError full) {
            throw new UnavailableException("accelerator.memory.exhausted",
                    "There is no room for a tensor of " + bytes + " bytes: " + full.getMessage(),
                    "Use a smaller model, or run fewer at once.", full);
        } catch (ArithmeticException large) {
            throw new UnavailableException("accelerator.memory.exhausted",
                    "A tensor of " + bytes + " bytes is too large.", "Use a smaller model, or run fewer at once.", large);
        }
    }

    /** Watched until {@link #forget(Call)}. */
    Call watch(String model, Duration limit) {
        Call call = new Call(model, limit);
        calls.add(call);
        return call;
    }

    void forget(Call call) {
        calls.remove(call);
    }

    /** Kills the process when it owes somebody an answer for too long; what waits then gets its end. */
    void killIfHung() {
        for (Call call : calls) {
            if (call.late() && hung == null) {
                hung = call;
                process.destroyForcibly();
            }
        }
    }

    void worked() {
        worked = true;
    }

    /** Whether at least one run succeeded. */
    boolean hasWorked() {
        return worked;
    }

    long pid() {
        return process.pid();
    }

    Path work() {
        return work;
    }

    Path shared() {
        return shared;
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** Why a link failed. Whoever interrupts a thread closes its link; otherwise the process has ended. */
    UnavailableException failure(IOException error) {
        if (error instanceof ClosedChannelException) {
            return new UnavailableException("accelerator.binding.closed", "The binding is closed: its thread was interrupted.", "", error);
        }
        return die().exception();
    }

    /**
     * Makes sure of the process's end and says how it came about. To be called by everybody whose link failed before its
     * call is ended, for those calls are the suspects.
     */
    synchronized Death die() {
        if (death == null) {
            Set<Call> waiting = calls.stream().filter(Call::waiting).collect(Collectors.toSet());
            if (!ended(AGONY)) {
                process.destroyForcibly();
                ended(AGONY);
            }
            Call late = hung;
            death = late == null
                    ? Death.ended(settings.driver(), process.isAlive() ? 0 : process.exitValue(), output.last(AGONY),
                            keys(waiting))
                    : Death.hung(settings.driver(), late.limit(), output.last(AGONY), keys(Set.of(late)));
        }
        return death;
    }

    private static Set<String> keys(Set<Call> calls) {
        return calls.stream().map(Call::model).filter(model -> !model.isEmpty()).collect(Collectors.toSet());
    }

    /** Ends the process at once if it has not ended by itself, and removes all it wrote. Idempotent. */
    @Override
    public void close() {
        if (!ended(Duration.ofSeconds(4))) {
            process.destroyForcibly();
            ended(AGONY);
        }
        Folders.delete(shared);
        Folders.delete(work);
    }

    private boolean ended(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return false;
        }
    }
}
