package io.sluice.bench;

import io.sluice.bench.codec.CodecBenchmark;
import io.sluice.bench.command.CommandBenchmark;
import io.sluice.bench.contained.ContainedBenchmark;
import io.sluice.bench.decode.DecodeBenchmark;
import io.sluice.bench.featuresearch.FeatureSearchBenchmark;
import io.sluice.bench.footprint.FootprintBenchmark;
import io.sluice.bench.gpu.GpuBenchmark;
import io.sluice.bench.infer.InferBenchmark;
import io.sluice.bench.int8.Int8Benchmark;
import io.sluice.bench.modelswitch.ModelSwitchBenchmark;
import io.sluice.bench.outbox.OutboxBenchmark;
import io.sluice.bench.overhead.OverheadBenchmark;
import io.sluice.bench.pool.PoolBenchmark;
import io.sluice.bench.record.RecordBenchmark;
import io.sluice.bench.recovery.RecoveryBenchmark;
import io.sluice.bench.swap.SwapBenchmark;
import java.util.ArrayList;
import java.util.List;

/** {@code Bench [name]}: runs one benchmark or all and prints a line a result. */
public final class Bench {

    private static final List<Benchmark> ALL = List.of(
            new DecodeBenchmark(),
            new RecordBenchmark(),
            new InferBenchmark(),
            new OverheadBenchmark(),
            new PoolBenchmark(),
            new GpuBenchmark(),
            new ContainedBenchmark(),
            new Int8Benchmark(),
            new SwapBenchmark(),
            new ModelSwitchBenchmark(),
            new RecoveryBenchmark(),
            new FootprintBenchmark(),
            new CodecBenchmark(),
            new OutboxBenchmark(),
            new CommandBenchmark(),
            new FeatureSearchBenchmark());

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        List<Benchmark> chosen = new ArrayList<>(ALL);
        if (arguments.length > 0) {
            chosen.removeIf(benchmark -> !benchmark.name().equals(arguments[0]));
        }
        if (chosen.isEmpty()) {
            System.err.println("There is no such benchmark; there are: "
                    + String.join(", ", ALL.stream().map(Benchmark::name).toList()));
            System.exit(2);
        }
        for (Benchmark benchmark : chosen) {
            for (Line line : benchmark.run()) {
                System.out.println(line);
            }
        }
        // Native libraries and HTTP clients leave threads behind that would keep the process alive.
        System.exit(0);
    }
}
