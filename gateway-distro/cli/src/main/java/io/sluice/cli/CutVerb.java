package io.sluice.cli;

import io.sluice.onnx.OnnxException;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.cut.Candidate;
import io.sluice.onnx.cut.CutPlan;
import io.sluice.onnx.cut.CutPlanner;
import io.sluice.onnx.cut.Link;
import io.sluice.onnx.cut.ModelCutter;
import io.sluice.onnx.run.CutMeasurement;
import io.sluice.onnx.run.CutMeasurement.DeviceClock;
import io.sluice.onnx.run.Probe;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code cut}: measures a model's parts at each cut, chooses the cut for two devices and a link, and writes head and tail.
 * Times are measured where it runs; those of the other device by running it there with {@code --times}, whose file is then
 * given as {@code --tail-times}.
 */
final class CutVerb {

    static final Set<String> OPTIONS = Set.of("link", "latency", "head-memory", "tail-memory", "goal", "times",
            "tail-times", "most", "output");

    private static final double BITS_OF_MEGABYTE = 125_000;
    private static final double MEGABYTE = 1 << 20;
    private static final int RUNS = 15;

    private final PrintStream out;
    private final DeviceClock clock;

    CutVerb(PrintStream out) {
        this(out, DeviceClock.processor(RUNS));
    }

    /** @param clock tells how long a model takes here */
    CutVerb(PrintStream out, DeviceClock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Whether there is a cut that fits. */
    boolean run(CommandLine line) throws IOException {
        OnnxModel model = ModelFolder.read(line.operand());
        try {
            List<Candidate> measured =
                    new CutMeasurement(clock, clock).measure(model, Options.count(line.options(), "most", 40));
            if (line.path("times").isPresent()) {
                CutTimes.write(line.path("times").get(), measured);
                out.println(line.path("times").get() + ": times of " + measured.size() + " candidates on this machine");
                return true;
            }
            return plan(line, model, measured);
        } catch (OnnxException refusal) {
            throw ModelFolder.refused(line.operand(), refusal);
        }
    }

    private boolean plan(CommandLine line, OnnxModel model, List<Candidate> measured) throws IOException {
        Map<String, String> options = line.options();
        if (!options.containsKey("link")) {
            throw new UsageException("cut needs --link");
        }
        Path there = line.path("tail-times").orElseThrow(() -> new UsageException("cut needs --tail-times"));
        double speed = Options.number(options, "link", 0) * BITS_OF_MEGABYTE;
        if (speed == 0) {
            throw new UsageException("--link must be more than 0");
        }
        CutPlanner planner = new CutPlanner(new Link(speed, Options.number(options, "latency", 0)),
                memory(options, "head-memory"), memory(options, "tail-memory"), goal(options));
        CutPlan plan = planner.plan(CutTimes.withTails(measured, there));
        out.print(plan.explanation());
        if (plan.chosen().isEmpty()) {
            return false;
        }
        Candidate chosen = plan.chosen().get().candidate();
        if (chosen.headMillis() == 0 || chosen.tailMillis() == 0) {
            out.println("The whole model belongs on the " + (chosen.headMillis() == 0 ? "second" : "first") + " device.");
            return true;
        }
        Set<String> tensors = new LinkedHashSet<>(chosen.tensors());
        ModelCutter.Parts parts = new ModelCutter(model).cut(tensors, Probe.shapes(model, Probe.zeros(model)));
        String name = line.operand().toString().replaceFirst("\\.onnx$", "");
        Path prefix = line.path("output").orElse(Path.of(name));
        write(Path.of(prefix + ".head.onnx"), parts.head());
        write(Path.of(prefix + ".tail.onnx"), parts.tail());
        return true;
    }

    private void write(Path file, OnnxModel part) throws IOException {
        Files.write(file, part.toBytes());
        out.println(file + ": " + part.encodedSize() + " bytes");
    }

    private static long memory(Map<String, String> options, String name) {
        return options.containsKey(name) ? (long) (Options.number(options, name, 0) * MEGABYTE) : Long.MAX_VALUE;
    }

    private static CutPlanner.Goal goal(Map<String, String> options) {
        return switch (options.getOrDefault("goal", "latency")) {
            case "latency" -> CutPlanner.Goal.LATENCY;
            case "period" -> CutPlanner.Goal.PERIOD;
            default -> throw new UsageException("--goal must be latency or period");
        };
    }
}
