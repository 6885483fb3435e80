package io.sluice.runner.features.internal;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.runner.features.internal.coding.EncodedFeature;
import io.sluice.runner.features.internal.coding.FeatureCodec;
import io.sluice.runner.features.internal.coding.FeatureKind;

/**
 * What a task of coding is to do, read of its arguments.
 *
 * @param kind coarsest that is wanted, for encoding
 * @param leastCosine a vector that comes out less similar is encoded finer
 */
record CodingPlan(Input input, Mode mode, FeatureKind kind, double leastCosine) {

    enum Mode { ENCODE, DECODE }

    /** @throws io.sluice.api.error.InvalidInputException naming the argument that is wrong */
    static CodingPlan of(TaskDispatchInfo task, JsonObject given) {
        Arguments arguments = new Arguments(given);
        Mode mode = arguments.choice("Mode", Mode.class).orElseThrow(() -> Arguments.wrong("Mode", "is missing: ENCODE or DECODE"));
        boolean encode = mode == Mode.ENCODE;
        FeatureKind kind = encode ? arguments.choice("Kind", FeatureKind.class).orElse(FeatureKind.INT8) : FeatureKind.FLOAT32;
        double least = encode ? arguments.number("LeastCosine", -1, 1).orElse(-1.0) : -1;
        Input input = Input.of(task, arguments);
        arguments.end();
        return new CodingPlan(input, mode, kind, least);
    }

    EncodedFeature encode(float[] vector) {
        FeatureKind present = kind;
        EncodedFeature encoded = FeatureCodec.encode(vector, present);
        while (encoded.cosine() < leastCosine && present != FeatureKind.FLOAT32) {
            present = present.finer();
            encoded = FeatureCodec.encode(vector, present);
        }
        return encoded;
    }
}
