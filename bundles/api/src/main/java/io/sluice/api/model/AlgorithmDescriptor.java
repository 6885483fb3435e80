package io.sluice.api.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An algorithm that can run: the active version of it, checked. Immutable.
 *
 * @param id unique on this gateway
 * @param number the standard's AlgID (T/AI 116.6 table 14); 0 where the maker gave none
 * @param name for people
 * @param version as its maker counts, at most 19 bytes
 * @param type the standard's AlgType, such as {@code detection}
 * @param argumentsSchema JSON Schema of its arguments, as JSON
 * @param labels all it can report
 * @param models networks it uses
 * @param stages in an order in which they can run
 * @param sha256 of its package or folder, in lower-case hexadecimal
 */
public record AlgorithmDescriptor(
        String id,
        int number,
        String name,
        String version,
        String type,
        String argumentsSchema,
        List<String> labels,
        List<ModelDescriptor> models,
        List<StageSpec> stages,
        String sha256) {

    public AlgorithmDescriptor {
        Objects.requireNonNull(id, "id");
        labels = List.copyOf(labels);
        models = List.copyOf(models);
        stages = List.copyOf(stages);
    }

    public Optional<ModelDescriptor> model(String modelId) {
        return models.stream().filter(model -> model.id().equals(modelId)).findFirst();
    }
}
