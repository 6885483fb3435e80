package io.sluice.accel.onnxsession;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of one binding as the watchdog sees them. ONNX Runtime looks at the sign to stop between two operators, so a
 * run ends soon after it, but for an operator that does not end by itself. The lock is held for moments only, never
 * during a run.
 */
final class RunGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunGuard.class);

    private final RunOptions options;
    private long begun;
    private boolean running;
    private boolean stopped;
    private boolean closed;

    RunGuard() throws OrtException {
        options = new RunOptions();
    }

    RunOptions options() {
        return options;
    }

    synchronized void begin() {
        begun = System.nanoTime();
        running = true;
    }

    /** @return whether the watchdog told this run to stop */
    synchronized boolean end() {
        running = false;
        boolean late = stopped;
        if (stopped) {
            stopped = false;
            tell(false);
        }
        return late;
    }

    /** Tells the run in flight to stop when it has lasted longer. */
    synchronized void check(long limitNanos) {
        if (running && !stopped && System.nanoTime() - begun > limitNanos) {
            stopped = true;
            tell(true);
        }
    }

    /** Not during a run. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            options.close();
        }
    }

    private void tell(boolean stop) {
        try {
            options.setTerminate(stop);
        } catch (OrtException error) {
            LOG.warn("ONNX Runtime cannot be told {}", stop ? "to stop a run" : "to run on", error);
        }
    }
}
