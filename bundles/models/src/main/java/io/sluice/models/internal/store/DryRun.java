package io.sluice.models.internal.store;

import io.sluice.algorithm.AlgorithmManifest;
import io.sluice.algorithm.TestVector;
import io.sluice.algorithm.vector.Verdict;
import io.sluice.algorithm.vector.VectorFiles;
import io.sluice.algorithm.vector.VectorRun;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.analysis.PictureTrial;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelVariant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tries a version before it is used, on every device of this gateway that takes it: each model must load and run, and its test
 * vectors must give what they should; those of pictures by the stages that pictures of cameras go through.
 */
final class DryRun {

    private final Supplier<List<Accelerator>> accelerators;
    private final Supplier<Optional<PictureTrial>> trial;
    private final TimeLimit limit;

    /**
     * @param trial what looks at pictures, while it is there
     * @param limit for one variant on one device: a model that hangs is refused
     */
    DryRun(Supplier<List<Accelerator>> accelerators, Supplier<Optional<PictureTrial>> trial, TimeLimit limit) {
        this.accelerators = accelerators;
        this.trial = trial;
        this.limit = limit;
    }

    /**
     * What was found.
     *
     * @param lines one for each test, for people
     * @param waiting why vectors of pictures could not be run yet; empty when all were
     */
    record Result(List<String> lines, String waiting) {

        Result {
            lines = List.copyOf(lines);
        }
    }

    /** What there is to run on, and to look with: with another answer, what could not be tried may be. */
    String conditions() {
        StringBuilder text = new StringBuilder();
        trial.get().ifPresent(present -> text.append(System.identityHashCode(present)));
        accelerators.get().forEach(one -> text.append(' ').append(one.id()).append(System.identityHashCode(one)));
        return text.toString();
    }

    /**
     * @param algorithm whose models are in the store already
     * @throws RejectedException when a vector fails, or no variant of a model can be run where one should
     */
    Result run(AlgorithmManifest manifest, VectorFiles files, AlgorithmDescriptor algorithm) throws IOException {
        List<String> lines = new ArrayList<>();
        for (ModelDescriptor model : algorithm.models()) {
            List<TestVector> vectors = manifest.vectors().stream()
                    .filter(vector -> !VectorRun.needsTrial(vector) && vector.model().equals(Optional.of(model.id())))
                    .toList();
            lines.addAll(model(model, vectors, read(vectors, files), algorithm));
        }
        Result pictures = pictures(manifest, files, algorithm);
        lines.addAll(pictures.lines());
        return new Result(lines, pictures.waiting());
    }

    /** The vectors of pictures only. */
    Result pictures(AlgorithmManifest manifest, VectorFiles files, AlgorithmDescriptor algorithm) throws IOException {
        List<String> lines = new ArrayList<>();
        for (TestVector vector : manifest.vectors()) {
            if (VectorRun.needsTrial(vector)) {
                Optional<PictureTrial> present = trial.get();
                VectorRun run = new VectorRun(algorithm, read(List.of(vector), files), present);
                try {
                    lines.addAll(VectorRun.ofTensors(vector) ? outputs(run, vector) : findings(run, vector));
                } catch (InvalidInputException wrong) {
                    throw failed(vector.input() + ": " + wrong.getMessage());
                } catch (UnavailableException notNow) {
                    return new Result(List.of(), notNow.getMessage());
                } catch (RejectedException failed) {
                    if (!present.equals(trial.get())) {
                        // Its bundle was exchanged meanwhile: that says nothing of the version.
                        return new Result(List.of(), "What looks at pictures was exchanged during the test.");
                    }
                    throw failed;
                }
            }
        }
        return new Result(lines, "");
    }

    /** @return what was found; without a line when no device took it */
    private List<String> model(ModelDescriptor model, List<TestVector> vectors, VectorFiles files, AlgorithmDescriptor algorithm) {
        VectorRun run = new VectorRun(algorithm, files, trial.get());
        OnEachDevice tries = new OnEachDevice();
        for (ModelVariant variant : model.variants()) {
            for (Accelerator accelerator : takers(variant)) {
                String where = name(accelerator, variant);
                tries.add(where, () -> limit.within(where, () -> tryOut(accelerator, variant, run, vectors, where)));
            }
        }
        tries.requireOne();
        return tries.lines().isEmpty()
                ? List.of(model.id() + ": not run, no device here takes any of its variants") : tries.lines();
    }

    private List<String> outputs(VectorRun run, TestVector vector) {
        ModelDescriptor model = run.algorithm().model(vector.model().orElseThrow()).orElseThrow();
        OnEachDevice tries = new OnEachDevice();
        for (ModelVariant variant : model.variants()) {
            for (Accelerator accelerator : takers(variant)) {
                String where = name(accelerator, variant);
                tries.add(where, () -> limit.within(where, () -> tryOut(accelerator, variant, run, List.of(vector), where)));
            }
        }
        tries.requireOneNow(model.id());
        return tries.lines();
    }

    /** Each device comes first once; what it does not take runs on the others. */
    private List<String> findings(VectorRun run, TestVector vector) {
        List<ModelDescriptor> models = run.algorithm().models().stream()
                .filter(model -> vector.model().isEmpty() || vector.model().get().equals(model.id()))
                .toList();
        OnEachDevice tries = new OnEachDevice();
        if (models.isEmpty()) {
            tries.add("here", () -> limit.within(vector.input(), () -> found(run, vector, List.of(), "here")));
        }
        for (Accelerator first : accelerators.get()) {
            if (models.stream().anyMatch(model -> model.variants().stream().anyMatch(variant -> takes(first, variant)))) {
                List<Accelerator> order = new ArrayList<>(accelerators.get());
                order.remove(first);
                order.add(0, first);
                String where = "on " + first.id();
                tries.add(vector.input() + " " + where,
                        () -> limit.within(vector.input() + " " + where, () -> found(run, vector, order, where)));
            }
        }
        tries.requireOneNow(vector.input());
        return tries.lines();
    }

    private static List<String> found(VectorRun run, TestVector vector, List<Accelerator> devices, String where)
            throws IOException {
        return List.of(judged(vector, run.findings(vector, devices), vector.input() + " " + where));
    }

    private static List<String> tryOut(
            Accelerator accelerator, ModelVariant variant, VectorRun run, List<TestVector> vectors, String where)
            throws IOException {
        List<String> lines = new ArrayList<>();
        try (InferenceSession session = accelerator.load(variant.data()); Binding binding = session.bind()) {
            binding.run();
            for (TestVector vector : vectors) {
                lines.add(judged(vector, run.outputs(vector, session, binding), where + ": " + vector.input()));
            }
        }
        return lines.isEmpty() ? List.of(where + ": loads and runs; there are no test vectors of tensors") : lines;
    }

    private static String judged(TestVector vector, Verdict verdict, String where) {
        String line = where + ": " + String.join("; ", verdict.lines());
        if (!verdict.passed()) {
            throw failed(line);
        }
        return line;
    }

    private List<Accelerator> takers(ModelVariant variant) {
        return accelerators.get().stream().filter(accelerator -> takes(accelerator, variant)).toList();
    }

    private static boolean takes(Accelerator accelerator, ModelVariant variant) {
        return accelerator.info().formats().contains(variant.data().format())
                && (variant.chip().isEmpty() || variant.chip().get().equals(accelerator.info().chip()));
    }

    /** Read before anything runs: a test that hangs must not hold the package. */
    private static VectorFiles read(List<TestVector> vectors, VectorFiles files) throws IOException {
        Map<String, byte[]> contents = new HashMap<>();
        for (TestVector vector : vectors) {
            for (String name : vector.files()) {
                contents.put(name, files.read(name));
            }
        }
        return contents::get;
    }

    private static String name(Accelerator accelerator, ModelVariant variant) {
        return variant.data().name() + " on " + accelerator.id();
    }

    private static RejectedException failed(String what) {
        return new RejectedException(
                "model.test.failed", what + ".", "Have its maker correct the model or its test vectors.", null);
    }
}
