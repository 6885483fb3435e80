package io.sluice.compression.internal;

import io.sluice.api.accel.Precision;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.model.ModelVariant;
import java.util.List;
import java.util.Optional;

/**
 * A model of an algorithm's version, in the form that can be worked on.
 *
 * @param variant in single precision, for any device that takes ONNX
 */
record ModelChoice(AlgorithmDescriptor algorithm, ModelDescriptor model, ModelVariant variant) {

    private static final String FORMAT = "onnx";

    /**
     * @param version of it; the active one where it is left out
     * @param model id; may be left out where there is one
     * @throws NotFoundException when there is no such algorithm, version or model
     * @throws RejectedException when it has no form that can be worked on
     */
    static ModelChoice of(ModelRepository repository, String id, Optional<String> version, Optional<String> model) {
        AlgorithmDescriptor algorithm = algorithm(repository, id, version);
        List<ModelDescriptor> models = algorithm.models();
        if (model.isEmpty() && models.size() != 1) {
            throw new NotFoundException("compression.model.unknown",
                    "'" + id + "' has " + models.size() + " models: name one of " + names(models) + ".");
        }
        ModelDescriptor chosen = model.isEmpty() ? models.get(0) : algorithm.model(model.get())
                .orElseThrow(() -> new NotFoundException("compression.model.unknown",
                        "'" + id + "' has no model '" + model.get() + "'; it has " + names(models) + "."));
        ModelVariant variant = chosen.variants().stream()
                .filter(one -> plain(one) && one.precision() == Precision.FLOAT32)
                .findFirst()
                .orElseThrow(() -> new RejectedException("compression.model.unfit",
                        "The model '" + chosen.id() + "' has no form in float32 and ONNX.",
                        "Ask its maker for one: what a chip's own tools have made cannot be changed.", null));
        return new ModelChoice(algorithm, chosen, variant);
    }

    /** @throws RejectedException when there is an int8 form already */
    ModelChoice withoutInt8() {
        if (model.variants().stream().anyMatch(one -> plain(one) && one.precision() == Precision.INT8)) {
            throw new RejectedException("compression.model.has_int8",
                    "The model '" + model.id() + "' of version " + algorithm.version() + " has an int8 form already.",
                    "Compress a version without one.", null);
        }
        return this;
    }

    private static boolean plain(ModelVariant variant) {
        return variant.data().format().equals(FORMAT) && variant.chip().isEmpty();
    }

    private static AlgorithmDescriptor algorithm(ModelRepository repository, String id, Optional<String> version) {
        Optional<AlgorithmDescriptor> active = repository.find(id);
        if (version.isEmpty()) {
            return active.orElseThrow(() -> new NotFoundException(
                    "model.unknown", "There is no algorithm '" + id + "' that can be used."));
        }
        return repository.find(id, version.get())
                .or(() -> active.filter(one -> one.version().equals(version.get())))
                .orElseThrow(() -> new NotFoundException(
                        "model.version.unknown", "There is no version '" + version.get() + "' of '" + id + "'."));
    }

    private static List<String> names(List<ModelDescriptor> models) {
        return models.stream().map(ModelDescriptor::id).toList();
    }
}
