package io.sluice.rest.internal;

import io.sluice.algorithm.schema.Arguments;
import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.device.CameraSpec;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelRepository;
import java.util.List;
import java.util.Optional;

/**
 * Checks what a camera sets of its algorithms against their schemas, before anything is changed. An algorithm that is not
 * there yet may come; its analysis says then what is wrong.
 */
final class AnalysisArguments {

    private AnalysisArguments() {}

    /** @throws io.sluice.api.error.InvalidInputException naming the first argument that is wrong */
    static void check(CameraSpec camera, Optional<ModelRepository> models) {
        if (models.isEmpty()) {
            return;
        }
        List<AnalysisSpec> analyses = camera.analyses();
        for (int index = 0; index < analyses.size(); index++) {
            AnalysisSpec analysis = analyses.get(index);
            Optional<AlgorithmDescriptor> algorithm = models.get().find(analysis.modelId());
            if (algorithm.isPresent()) {
                String schema = algorithm.get().argumentsSchema();
                Arguments.check(schema.isBlank() ? "{}" : schema, analysis.arguments(), "analyses[" + index + "].arguments");
            }
        }
    }
}
