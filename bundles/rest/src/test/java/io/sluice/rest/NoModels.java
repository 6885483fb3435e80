package io.sluice.rest;

import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelRepository;
import java.util.List;
import java.util.Optional;

/** A repository of nothing. */
final class NoModels implements ModelRepository {

    @Override
    public List<ModelDescriptor> list() {
        return List.of();
    }

    @Override
    public Optional<ModelDescriptor> find(String id) {
        return Optional.empty();
    }
}
