package io.sluice.onnx.run;

import io.sluice.onnx.ElementType;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.Shape;
import io.sluice.onnx.ValueInfo;
import io.sluice.onnx.cut.Candidate;
import io.sluice.onnx.cut.ModelCutter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures every way to share a model between two devices: all on one of them, and each cut. */
public final class CutMeasurement {

    private final DeviceClock head;
    private final DeviceClock tail;

    /** Tells how long a model takes on a device. */
    @FunctionalInterface
    public interface DeviceClock {

        /**
         * Milliseconds of a run.
         *
         * @throws io.sluice.onnx.OnnxException when the device does not take the model
         */
        double millis(OnnxModel model);

        /** One thread of this processor: the median of some runs on noughts. */
        static DeviceClock processor(int runs) {
            return model -> {
                try (Runner runner = new Runner(model, Runner.Mode.OPTIMISED);
                        Runner.Timed timed = runner.timed(Probe.zeros(model))) {
                    timed.nanos();
                    return Evaluator.median(timed, runs);
                }
            };
        }
    }

    public CutMeasurement(DeviceClock head, DeviceClock tail) {
        this.head = head;
        this.tail = tail;
    }

    /**
     * Measures; costs two models loaded and run a candidate.
     *
     * @param model normalised
     * @param most cuts tried; of more, those are that send least
     */
    public List<Candidate> measure(OnnxModel model, int most) {
        Map<String, ValueInfo> shapes = Probe.shapes(model, Probe.zeros(model));
        ModelCutter cutter = new ModelCutter(model);
        List<Candidate> candidates = new ArrayList<>();
        long whole = memory(model, shapes.values());
        candidates.add(new Candidate(names(model.graph().requiredInputs()), bytes(model.graph().requiredInputs()),
                0, tail.millis(model), 0, whole));
        List<ValueInfo> results = model.graph().outputs().stream().map(output -> shapes.get(output.name())).toList();
        candidates.add(new Candidate(names(results), bytes(results), head.millis(model), 0, whole, 0));
        for (Set<String> cut : cuts(cutter, shapes, most)) {
            ModelCutter.Parts parts = cutter.cut(cut, shapes);
            candidates.add(new Candidate(List.copyOf(cut), bytes(cut.stream().map(shapes::get).toList()),
                    head.millis(parts.head()), tail.millis(parts.tail()),
                    memory(parts.head(), shapes.values()), memory(parts.tail(), shapes.values())));
        }
        return candidates;
    }

    /** The cuts behind each operator, those that send least first. */
    private static List<Set<String>> cuts(ModelCutter cutter, Map<String, ValueInfo> shapes, int most) {
        Set<Set<String>> cuts = new LinkedHashSet<>(cutter.crossings());
        List<Set<String>> usable = new ArrayList<>(cuts.stream()
                .filter(cut -> shapes.keySet().containsAll(cut) && cut.stream().allMatch(name -> floats(shapes.get(name))))
                .filter(cutter::isCut)
                .toList());
        usable.sort((one, other) -> Long.compare(
                bytes(one.stream().map(shapes::get).toList()), bytes(other.stream().map(shapes::get).toList())));
        return usable.subList(0, Math.min(most, usable.size()));
    }

    private static boolean floats(ValueInfo value) {
        return value.type().filter(type -> type == ElementType.FLOAT).isPresent();
    }

    private static long memory(OnnxModel part, Collection<ValueInfo> shapes) {
        Set<String> made = new LinkedHashSet<>();
        part.graph().nodes().forEach(node -> made.addAll(node.outputs()));
        long largest = shapes.stream()
                .filter(value -> made.contains(value.name()))
                .mapToLong(value -> bytes(List.of(value)))
                .max()
                .orElse(0);
        // An operator holds what it reads and what it makes; the rest a runtime's planner uses again.
        return part.encodedSize() + 2 * largest;
    }

    private static long bytes(List<ValueInfo> values) {
        return values.stream()
                .mapToLong(value -> value.type().orElse(ElementType.FLOAT)
                        .bytes(value.shape().orElse(Shape.of()).elements().orElse(0)))
                .sum();
    }

    private static List<String> names(List<ValueInfo> values) {
        return values.stream().map(ValueInfo::name).toList();
    }
}
