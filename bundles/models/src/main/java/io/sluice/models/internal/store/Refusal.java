package io.sluice.models.internal.store;

import io.sluice.api.error.RejectedException;
import io.sluice.api.model.AlgorithmStatus;
import java.time.Instant;
import java.util.Map;

/**
 * Why a version cannot be used: the same words as status and as answer.
 *
 * @param details variable parts of the words
 */
record Refusal(String code, String message, String remedy, Map<String, String> details) {

    static Refusal of(AlgorithmStatus status, Kept kept, VersionStore store) {
        String version = kept.record().version();
        return switch (status) {
            case NO_LONGER_VALID -> licence(
                    "model.licence.expired", "The licence of version " + version + " ended at ", version,
                    kept.manifest().licence().notAfter().orElseThrow(),
                    "Import a package with a longer licence, or correct the gateway's clock.");
            case NOT_YET_VALID -> licence(
                    "model.licence.early", "The licence of version " + version + " begins at ", version,
                    kept.manifest().licence().notBefore().orElseThrow(),
                    "Wait until then, or correct the gateway's clock.");
            case LICENSED_ELSEWHERE -> new Refusal(
                    "model.licence.gateway", "Version " + version + " is licensed for other gateways only.",
                    "Obtain a package that is licensed for this gateway.", Map.of("version", version));
            case KEY_LOST -> new Refusal(
                    Keys.LOST, store.keyMessage(), Keys.LOST_REMEDY,
                    Map.of("file", store.keyFile().toString(), "version", version));
            case DAMAGED -> new Refusal(
                    "model.version.damaged", "Version " + version + " cannot be used: " + kept.damage() + ".",
                    "Delete the version and import its package again.",
                    Map.of("version", version, "reason", kept.damage()));
            default -> throw new IllegalArgumentException(status + " is no reason to refuse");
        };
    }

    RejectedException rejected() {
        return new RejectedException(code, message, remedy, null);
    }

    private static Refusal licence(String code, String message, String version, Instant moment, String remedy) {
        return new Refusal(
                code, message + moment + ".", remedy, Map.of("version", version, "moment", moment.toString()));
    }
}
