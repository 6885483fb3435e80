package io.sluice.onnx;

import java.util.List;

/**
 * Puts a model into the form that runs fastest. Initialisers listed among the graph's inputs are dropped from there: as
 * inputs a caller could override them, which forbids a runtime to fold them (3.65 against 1.17 ms on one face detector).
 * A batch that is not fixed becomes 1, so that outputs have fixed shapes and can be pinned.
 */
public final class OnnxNormaliser {

    /** Before this version of the format every initialiser had to be an input as well. */
    private static final long IR_WITHOUT_CONSTANT_INPUTS = 4;

    private OnnxNormaliser() {}

    /**
     * Edits the model in place.
     *
     * @return whether anything was to be changed
     * @throws OnnxException when it is malformed
     */
    public static boolean normalise(OnnxModel model) {
        return normalise(model, 1);
    }

    /**
     * As {@link #normalise(OnnxModel)}, with another batch.
     *
     * @param pictures size of a batch that is not fixed
     */
    public static boolean normalise(OnnxModel model, int pictures) {
        boolean changed = model.graph().dropConstantInputs();
        for (ValueInfo input : model.graph().inputs()) {
            changed |= input.closeBatch(pictures);
        }
        return versioned(model, changed);
    }

    /**
     * As {@link #normalise(OnnxModel)}, but a batch that can be any stays so: how many pictures a run takes is decided where the
     * model is loaded.
     */
    public static boolean normaliseForAnyBatch(OnnxModel model) {
        boolean changed = model.graph().dropConstantInputs();
        return batchOpen(model) ? versioned(model, changed) : versioned(model, normalise(model) || changed);
    }

    /** Whether all inputs, constants aside, have a batch that is not fixed, so that it can be any. */
    public static boolean batchOpen(OnnxModel model) {
        model.graph().dropConstantInputs();
        List<ValueInfo> inputs = model.graph().inputs();
        return !inputs.isEmpty() && inputs.stream().allMatch(ValueInfo::batchOpen);
    }

    private static boolean versioned(OnnxModel model, boolean changed) {
        if (changed && model.irVersion() < IR_WITHOUT_CONSTANT_INPUTS) {
            model.irVersion(IR_WITHOUT_CONSTANT_INPUTS);
        }
        return changed;
    }
}
