package io.sluice.rest;

import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelRepository;
import java.util.List;
import java.util.Optional;

/** A repository of nothing. */
final class NoModels implements ModelRepository {

    @Override
    public List<AlgorithmDescriptor> list() {
        return List.of();
    }

    @Override
    public Optional<AlgorithmDescriptor> find(String id) {
        return Optional.empty();
    }

    @Override
    public Optional<AlgorithmDescriptor> find(String id, String version) {
        return Optional.empty();
    }
}
