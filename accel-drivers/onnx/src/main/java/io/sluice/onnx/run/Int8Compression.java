package io.sluice.onnx.run;

import io.sluice.onnx.OnnxException;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.quantise.DynamicQuantiser;
import io.sluice.onnx.quantise.Range;
import io.sluice.onnx.quantise.Settings;
import io.sluice.onnx.quantise.StaticQuantiser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes an int8 form of a model and takes it only if it agrees with the original and is faster. Where it does not agree,
 * the most sensitive layers go back to single precision, twice as many each time, until it does or is no longer faster.
 * Runs for seconds to minutes on the calling thread, and ends soon after that was interrupted.
 */
public final class Int8Compression {

    private static final int FRAMES_FOR_ORDER = 4;
    private static final int FRAMES_FOR_CHOICE = 12;

    private final Agreement agreement;
    private final Bounds bounds;
    private final Settings settings;
    private final double kept;
    private final Consumer<String> progress;

    /**
     * What came of it.
     *
     * @param model the compressed model; empty where it is refused
     * @param verdict of the last form tried
     * @param bytes of that form
     * @param keptFloat layers of that form that were left in single precision for accuracy
     * @param ranges how those of its activations were chosen
     */
    public record Outcome(
            Optional<OnnxModel> model, Verdict verdict, int bytes, List<String> keptFloat, Ranges ranges) {}

    /** How the ranges of activations are chosen. */
    public enum Ranges {
        /** By the share of values within them. */
        SHARE,
        /** By relative entropy. */
        ENTROPY,
        /** Anew at each run, of the values there are. */
        DYNAMIC
    }

    /**
     * @param kept share of activations within the ranges, see {@link Calibration#ranges}
     * @param progress told in a few words of English what is being done
     */
    public Int8Compression(
            Agreement agreement, Bounds bounds, Settings settings, double kept, Consumer<String> progress) {
        this.agreement = agreement;
        this.bounds = bounds;
        this.settings = settings;
        this.kept = kept;
        this.progress = progress;
    }

    /**
     * Static quantisation. Ranges are chosen by share and by entropy; the form that agrees better on the frames of the
     * calibration goes on, so that the held-out frames judge what they had no part in choosing.
     *
     * @param calibration frames from which ranges are taken; not empty
     * @param heldOut other frames, on which both forms are compared; not empty
     * @throws OnnxException when the model cannot be run or has nothing to quantise
     */
    public Outcome fromFrames(
            OnnxModel model, List<Map<String, Tensor>> calibration, List<Map<String, Tensor>> heldOut) {
        OnnxModel folded = Folding.fold(model);
        progress.accept("calibrating on " + calibration.size() + " frames");
        Calibration values = Calibration.of(folded, calibration);
        Ranges kind = choose(folded, values, calibration);
        Map<String, Range> ranges = kind == Ranges.ENTROPY ? values.entropy() : values.share(kept);
        List<String> layers = StaticQuantiser.layers(folded, ranges, settings);
        if (layers.isEmpty()) {
            throw new OnnxException(OnnxException.Reason.UNSUPPORTED, "it has no layer that can be quantised");
        }
        List<String> sensitive = new ArrayList<>();
        Set<String> back = new LinkedHashSet<>();
        while (true) {
            progress.accept("comparing with " + back.size() + " of " + layers.size() + " layers in single precision");
            OnnxModel candidate = StaticQuantiser.quantise(folded, ranges, settings.keeping(back));
            Verdict verdict = Evaluator.compare(folded, candidate, heldOut, agreement, bounds);
            boolean ended = back.size() >= layers.size() / 2 || Thread.currentThread().isInterrupted();
            if (verdict.accepted() || !verdict.isFast() || ended) {
                return outcome(candidate, verdict, back, kind);
            }
            if (sensitive.isEmpty()) {
                progress.accept("ordering " + layers.size() + " layers by sensitivity");
                List<Map<String, Tensor>> few =
                        calibration.subList(0, Math.min(FRAMES_FOR_ORDER, calibration.size()));
                Sensitivity.rank(folded, ranges, few, settings).forEach(entry -> sensitive.add(entry.layer()));
            }
            int count = Math.min(layers.size(), Math.max(1, 2 * back.size()));
            back.addAll(sensitive.subList(0, count));
        }
    }

    /**
     * Dynamic quantisation.
     *
     * @param heldOut frames on which both forms are compared; not empty
     * @throws OnnxException when the model cannot be run or has nothing to quantise
     */
    public Outcome withoutFrames(OnnxModel model, List<Map<String, Tensor>> heldOut) {
        OnnxModel folded = Folding.fold(model);
        OnnxModel candidate = DynamicQuantiser.quantise(folded, settings);
        progress.accept("comparing");
        Verdict verdict = Evaluator.compare(folded, candidate, heldOut, agreement, bounds);
        return outcome(candidate, verdict, Set.of(), Ranges.DYNAMIC);
    }

    private Ranges choose(OnnxModel folded, Calibration values, List<Map<String, Tensor>> calibration) {
        Map<String, Range> share = values.share(kept);
        if (StaticQuantiser.layers(folded, share, settings).isEmpty()) {
            return Ranges.SHARE;
        }
        progress.accept("choosing between ranges by share and by entropy");
        List<Map<String, Tensor>> few = calibration.subList(0, Math.min(FRAMES_FOR_CHOICE, calibration.size()));
        return agreed(folded, values.entropy(), few) > agreed(folded, share, few) ? Ranges.ENTROPY : Ranges.SHARE;
    }

    private double agreed(OnnxModel folded, Map<String, Range> ranges, List<Map<String, Tensor>> frames) {
        OnnxModel candidate = StaticQuantiser.quantise(folded, ranges, settings);
        Agreement.Count count = Evaluator.agreement(folded, candidate, frames, agreement);
        return count.compared() == 0 ? 0 : (double) count.agreed() / count.compared();
    }

    private static Outcome outcome(OnnxModel candidate, Verdict verdict, Set<String> back, Ranges ranges) {
        return new Outcome(
                verdict.accepted() ? Optional.of(candidate) : Optional.empty(), verdict, candidate.encodedSize(),
                List.copyOf(back), ranges);
    }
}
