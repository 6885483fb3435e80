package io.sluice.api.message;

import java.time.Instant;
import java.util.Optional;

/** A model that belongs to an algorithm (table 15). */
public record ModelInfo(
        int modelId,
        String modelVersion,
        Optional<String> modelFileName,
        Optional<String> modelSize,
        Optional<Instant> modelUpdateTime,
        JsonObject extra) {

    public ModelInfo {
        Given.all(modelVersion, modelFileName, modelSize, modelUpdateTime, extra);
    }

    public ModelInfo(
            int modelId,
            String modelVersion,
            Optional<String> modelFileName,
            Optional<String> modelSize,
            Optional<Instant> modelUpdateTime) {
        this(modelId, modelVersion, modelFileName, modelSize, modelUpdateTime, JsonObject.EMPTY);
    }
}
