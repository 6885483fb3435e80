package io.sluice.models.internal.store;

import io.sluice.algorithm.archive.PackageFile;
import io.sluice.algorithm.sign.PackageSignatures;
import io.sluice.algorithm.sign.PackageSignatures.Signature;
import io.sluice.algorithm.sign.TrustStore;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whose packages are taken. */
public enum SignaturePolicy {
    /** Those of somebody trusted only. */
    REQUIRED,
    /** Unsigned ones too; one that is signed must be so by somebody trusted. */
    IF_PRESENT,
    /** All; signatures are not looked at. */
    NONE;

    /** Names of those who signed and are trusted. The keys are read anew each time: they may be added while we run. */
    Optional<String> check(PackageFile file, Path trusted) throws IOException {
        if (this == NONE || this == IF_PRESENT && file.signatures().isEmpty()) {
            return Optional.empty();
        }
        try {
            List<Signature> signatures = PackageSignatures.require(file, TrustStore.read(trusted));
            return Optional.of(signatures.stream().map(Signature::name).distinct().collect(Collectors.joining(", ")));
        } catch (InvalidInputException error) {
            throw new RejectedException(
                    "model.trust.malformed", "The folder of trusted keys " + trusted + " has a file that is no key: "
                            + error.getMessage(), error.remedy(), error);
        }
    }
}
