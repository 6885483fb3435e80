package io.sluice.bench.contained;

import io.sluice.accel.contained.internal.ContainedProcess;
import io.sluice.accel.onnxcpu.internal.OnnxCpu;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.bench.Benchmark;
import io.sluice.bench.Line;
import io.sluice.bench.ModelFiles;
import io.sluice.bench.Statistics;
import io.sluice.itest.harness.Gateway;
import io.sluice.support.model.FileModel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A run of the processor's driver in a process of its own against one in this process, in alternating blocks. */
public final class ContainedBenchmark implements Benchmark {

    private static final String DRIVER = "io.sluice.accel.onnxcpu";
    private static final String OWN = "io.sluice.accel.contained";
    private static final List<String> BUNDLES = List.of("pax-logging-api", "org.osgi.util.function",
            "org.osgi.util.promise", "org.osgi.service.component", "org.apache.felix.configadmin",
            "org.apache.felix.eventadmin", "org.apache.felix.scr", "io.sluice.api", OWN, "io.sluice.libs.onnxruntime",
            DRIVER);
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 41;
    private static final int RUNS = 20;

    @Override
    public String name() {
        return "contained";
    }

    @Override
    public List<Line> run() throws Exception {
        List<Path> bundles = new ArrayList<>();
        for (String bundle : BUNDLES) {
            bundles.add(find(Gateway.DISTRIBUTION.resolve("repository"), bundle));
        }
        List<Path> classPath = List.of(find(Gateway.DISTRIBUTION.resolve("lib"), "org.apache.felix.framework"),
                find(Gateway.DISTRIBUTION.resolve("repository"), OWN));
        FileModel model = FileModel.onnx(ModelFiles.detector());
        try (ContainedProcess process = new ContainedProcess(DRIVER, classPath, bundles);
                OnnxCpu cpu = new OnnxCpu();
                InferenceSession there = process.accelerator().load(model);
                InferenceSession here = cpu.load(model);
                Binding ours = there.bind();
                Binding peer = here.bind()) {
            return List.of(measure(ours, peer).with("model", ModelFiles.name(model.path())));
        }
    }

    private Line measure(Binding ours, Binding peer) {
        List<Double> own = new ArrayList<>();
        List<Double> other = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            // Neither always comes after the other, whose data are in the caches then.
            double first = millis(round % 2 == 0 ? ours : peer);
            double second = millis(round % 2 == 0 ? peer : ours);
            double contained = round % 2 == 0 ? first : second;
            double inProcess = round % 2 == 0 ? second : first;
            if (round >= 0) {
                own.add(contained);
                other.add(inProcess);
                ratios.add(contained / inProcess);
            }
        }
        return new Line(name())
                .with("ratio", Statistics.median(ratios))
                .with("ours", Statistics.median(own))
                .with("peer", Statistics.median(other))
                .with("unit", "ms_a_run");
    }

    private static double millis(Binding binding) {
        long begun = System.nanoTime();
        for (int run = 0; run < RUNS; run++) {
            binding.run();
        }
        return (System.nanoTime() - begun) / 1e6 / RUNS;
    }

    private static Path find(Path folder, String artifact) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(artifact.replace(".", "\\.") + "-\\d.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new FileNotFoundException(artifact + " is not in " + folder));
        }
    }
}
