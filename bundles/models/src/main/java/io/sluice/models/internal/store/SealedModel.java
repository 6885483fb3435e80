package io.sluice.models.internal.store;

import io.sluice.api.model.ModelData;
import java.nio.file.Path;
import java.util.Optional;

/** A model that lies encrypted and is decrypted in memory only. */
record SealedModel(String name, String format, String sha256, Vault vault) implements ModelData {

    /** None has the plain content. */
    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public Content open() {
        return vault.openModel(name, sha256);
    }
}
