package io.sluice.models.internal.store;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs tests that may hang in a driver. Such a thread cannot be helped; it is left alone.
 *
 * @param longest time for one test
 */
record TimeLimit(Duration longest) {

    /** @throws RejectedException {@code model.test.timeout}, or {@code model.test.broken} when it fails in no documented way */
    List<String> within(String what, Callable<List<String>> work) {
        FutureTask<List<String>> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "model-test");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new RejectedException(
                    "model.test.timeout", what + " did not finish its test within " + longest.toSeconds() + " s.",
                    "Use a smaller model, or leave that variant out.", late);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SluiceException ours) {
                throw ours;
            }
            throw new RejectedException(
                    "model.test.broken", what + " broke its test: " + failed.getCause() + ".",
                    "Export the model again, or leave that variant out.", failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(
                    "model.store.stopping", "The import was interrupted, since the store is being stopped.", "Try again.",
                    stopped);
        }
    }
}
