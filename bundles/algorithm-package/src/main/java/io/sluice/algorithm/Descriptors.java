package io.sluice.algorithm;

import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelData;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelVariant;
import java.util.function.Function;

/** Makes of a manifest what runs algorithms. */
public final class Descriptors {

    private Descriptors() {}

    /**
     * @param data where each variant's content lies
     * @param sha256 of the package or folder
     */
    public static AlgorithmDescriptor of(AlgorithmManifest manifest, Function<VariantEntry, ModelData> data, String sha256) {
        return new AlgorithmDescriptor(
                manifest.id(), manifest.number(), manifest.name(), manifest.version(), manifest.type(),
                manifest.argumentsSchema(), manifest.labels(),
                manifest.models().stream().map(model -> of(model, data)).toList(), manifest.stages(), sha256);
    }

    private static ModelDescriptor of(ModelEntry model, Function<VariantEntry, ModelData> data) {
        return new ModelDescriptor(
                model.id(), model.name(), model.version(), model.family(), model.input(), model.labels(),
                model.scoreThreshold(), model.overlapThreshold(),
                model.variants().stream()
                        .map(variant -> new ModelVariant(variant.precision(), variant.chip(), data.apply(variant)))
                        .toList());
    }
}
