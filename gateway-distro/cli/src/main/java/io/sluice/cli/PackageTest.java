package io.sluice.cli;

import io.sluice.accel.onnxcpu.internal.OnnxCpu;
import io.sluice.algorithm.AlgorithmManifest;
import io.sluice.algorithm.Descriptors;
import io.sluice.algorithm.TestVector;
import io.sluice.algorithm.archive.PackageFile;
import io.sluice.algorithm.archive.PackageLimits;
import io.sluice.algorithm.vector.VectorFiles;
import io.sluice.algorithm.vector.VectorRun;
import io.sluice.algorithm.vector.Verdict;
import io.sluice.analytics.internal.trial.AlgorithmTrial;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelVariant;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs a package's models and test vectors on this machine's processor, by the same code as the gateway. */
final class PackageTest {

    private static final String PASS = "pass  ";
    private static final String FAIL = "FAIL  ";
    private static final int RUNS = 7;

    private final PrintStream out;

    PackageTest(PrintStream out) {
        this.out = out;
    }

    /** Whether all passed. */
    boolean run(Path packageFile) throws IOException {
        Path folder = Files.createTempDirectory("sluice-test-");
        try (PackageFile file = PackageFile.open(packageFile, PackageLimits.USUAL); OnnxCpu processor = new OnnxCpu()) {
            file.unpack(folder);
            AlgorithmManifest manifest = file.manifest();
            AlgorithmDescriptor algorithm = Descriptors.of(manifest, variant -> new FileModel(
                    folder.resolve(variant.file()), variant.format(), file.digests().get(variant.file())), file.sha256());
            boolean passed = models(algorithm, processor);
            VectorRun run = new VectorRun(algorithm, name -> file.bytes(name, VectorFiles.MOST_BYTES),
                    Optional.of(new AlgorithmTrial(Operators.find()::named)));
            VectorTest vectors = new VectorTest(run, processor);
            for (TestVector vector : manifest.vectors()) {
                passed &= vector(vectors, vector);
            }
            if (manifest.vectors().isEmpty()) {
                out.println("      there are no test vectors");
            }
            return passed;
        } finally {
            delete(folder);
        }
    }

    /** Each variant that can run here is loaded and run on zeroes. */
    private boolean models(AlgorithmDescriptor algorithm, OnnxCpu processor) {
        boolean passed = true;
        for (ModelDescriptor model : algorithm.models()) {
            for (ModelVariant variant : model.variants()) {
                String name = "model " + model.id() + ", " + variant.data().format() + " " + variant.precision().text();
                if (!processor.info().formats().contains(variant.data().format())) {
                    out.println("skip  " + name + ": needs another device than this processor");
                    continue;
                }
                try (InferenceSession session = processor.load(variant.data()); Binding binding = session.bind()) {
                    out.println(PASS + name + String.format(Locale.ROOT, ": %.2f ms a run", milliseconds(binding)));
                } catch (SluiceException error) {
                    passed = false;
                    out.println(FAIL + name + ": " + error.getMessage());
                }
            }
        }
        return passed;
    }

    /** Median, the first run apart, which allocates. */
    private static double milliseconds(Binding binding) {
        binding.run();
        long[] times = new long[RUNS];
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            binding.run();
            times[run] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        return times[RUNS / 2] / 1e6;
    }

    private boolean vector(VectorTest vectors, TestVector vector) throws IOException {
        Verdict verdict = vectors.verdict(vector);
        out.println((verdict.passed() ? PASS : FAIL) + "vector " + vector.input()
                + vector.model().map(model -> ", model " + model).orElse(""));
        verdict.lines().forEach(text -> out.println("      " + text));
        return verdict.passed();
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (var walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
