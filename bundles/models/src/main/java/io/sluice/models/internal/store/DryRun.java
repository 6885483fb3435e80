package io.sluice.models.internal.store;

import io.sluice.algorithm.TestVector;
import io.sluice.algorithm.archive.PackageFile;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelVariant;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Tries a version on every device of this gateway that takes it, before it is kept: each model must load and run, and its
 * test vectors of tensors must give what they should. Vectors of pictures need the whole pipeline and are left to who has it.
 */
final class DryRun {

    private final Supplier<List<Accelerator>> accelerators;
    private final Duration limit;

    /** @param limit for one variant on one device: a model that hangs is refused */
    DryRun(Supplier<List<Accelerator>> accelerators, Duration limit) {
        this.accelerators = accelerators;
        this.limit = limit;
    }

    /**
     * @param algorithm whose models are in the store already
     * @return what was found, a line each, for people
     * @throws RejectedException when a vector fails, or no variant of a model can be run where one should
     */
    List<String> run(PackageFile file, AlgorithmDescriptor algorithm) throws IOException {
        List<String> lines = new ArrayList<>();
        for (ModelDescriptor model : algorithm.models()) {
            List<TensorVector> vectors = new ArrayList<>();
            for (TestVector vector : file.manifest().vectors()) {
                if (vector.model().filter(model.id()::equals).isPresent() && TensorVector.runnable(vector)) {
                    vectors.add(TensorVector.read(file, vector));
                }
            }
            lines.addAll(model(model, vectors));
        }
        file.manifest().vectors().stream()
                .filter(vector -> vector.model().isEmpty() || !TensorVector.runnable(vector))
                .forEach(vector -> lines.add(vector.input() + ": not run at import, as it needs the whole pipeline"));
        return lines;
    }

    private List<String> model(ModelDescriptor model, List<TensorVector> vectors) {
        List<String> lines = new ArrayList<>();
        List<SluiceException> failures = new ArrayList<>();
        int passed = 0;
        for (ModelVariant variant : model.variants()) {
            for (Accelerator accelerator : takers(variant)) {
                try {
                    lines.addAll(within(accelerator, variant, () -> tryOut(accelerator, variant, vectors)));
                    passed++;
                } catch (RejectedException | UnavailableException error) {
                    if (error.code().startsWith(TensorVector.CODES)) {
                        throw error;
                    }
                    failures.add(error);
                    lines.add(name(accelerator, variant) + ": cannot be run here: " + error.getMessage());
                }
            }
        }
        boolean rejected = failures.stream().anyMatch(RejectedException.class::isInstance);
        if (passed == 0 && rejected) {
            throw failures.get(0);
        }
        if (lines.isEmpty()) {
            lines.add(model.id() + ": not run, no device here takes any of its variants");
        }
        return lines;
    }

    private List<Accelerator> takers(ModelVariant variant) {
        return accelerators.get().stream()
                .filter(accelerator -> accelerator.info().formats().contains(variant.data().format()))
                .filter(accelerator -> variant.chip().isEmpty()
                        || variant.chip().get().equals(accelerator.info().chip()))
                .toList();
    }

    private static List<String> tryOut(Accelerator accelerator, ModelVariant variant, List<TensorVector> vectors) {
        List<String> lines = new ArrayList<>();
        String where = name(accelerator, variant);
        try (InferenceSession session = accelerator.load(variant.data()); Binding binding = session.bind()) {
            binding.run();
            for (TensorVector vector : vectors) {
                lines.add(where + ": " + vector.run(session, binding, where));
            }
        }
        return lines.isEmpty() ? List.of(where + ": loads and runs; there are no test vectors of tensors") : lines;
    }

    /** A thread that hangs in a driver cannot be helped; it is left alone. */
    private List<String> within(Accelerator accelerator, ModelVariant variant, Supplier<List<String>> work) {
        FutureTask<List<String>> task = new FutureTask<>(work::get);
        Thread thread = new Thread(task, "model-test");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new RejectedException(
                    "model.test.timeout", name(accelerator, variant) + " did not finish its test within "
                            + limit.toSeconds() + " s.",
                    "Use a smaller model, or leave that variant out.", late);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SluiceException ours) {
                throw ours;
            }
            throw new RejectedException(
                    "model.test.broken", name(accelerator, variant) + " broke its test: " + failed.getCause() + ".",
                    "Export the model again, or leave that variant out.", failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(
                    "model.store.stopping", "The import was interrupted, since the store is being stopped.", "Try again.",
                    stopped);
        }
    }

    private static String name(Accelerator accelerator, ModelVariant variant) {
        return variant.data().name() + " on " + accelerator.id();
    }
}
