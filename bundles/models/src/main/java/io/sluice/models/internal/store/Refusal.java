package io.sluice.models.internal.store;

import io.sluice.api.error.RejectedException;
import io.sluice.api.model.AlgorithmStatus;
import java.util.Map;

/** Why a version cannot be used: the same words as status and as answer. */
record Refusal(String code, String message, String remedy) {

    static Refusal of(AlgorithmStatus status, Kept kept, VersionStore store) {
        String version = kept.record().version();
        return switch (status) {
            case NO_LONGER_VALID -> new Refusal(
                    "model.licence.expired", "The licence of version " + version + " ended at "
                            + kept.manifest().licence().notAfter().orElseThrow() + ".",
                    "Import a package with a longer licence, or correct the gateway's clock.");
            case NOT_YET_VALID -> new Refusal(
                    "model.licence.early", "The licence of version " + version + " begins at "
                            + kept.manifest().licence().notBefore().orElseThrow() + ".",
                    "Wait until then, or correct the gateway's clock.");
            case LICENSED_ELSEWHERE -> new Refusal(
                    "model.licence.gateway", "Version " + version + " is licensed for other gateways only.",
                    "Obtain a package that is licensed for this gateway.");
            case KEY_LOST -> new Refusal(Keys.LOST, store.keyMessage(), Keys.LOST_REMEDY);
            case DAMAGED -> new Refusal(
                    "model.version.damaged", "Version " + version + " cannot be used: " + kept.damage() + ".",
                    "Delete the version and import its package again.");
            case NOT_YET_TRIED -> new Refusal(
                    "model.version.not_tried", "Version " + version + " of '" + kept.record().id()
                            + "' waits for its test: " + kept.record().trial().reason(),
                    "See that what it waits for runs; the test is made then.");
            case TEST_FAILED -> new Refusal(
                    "model.test.failed", "Version " + version + " of '" + kept.record().id() + "' failed its test: "
                            + kept.record().trial().reason(),
                    "Delete the version, and have its maker correct the model or its test vectors.");
            default -> throw new IllegalArgumentException(status + " is no reason to refuse");
        };
    }

    /** As a status has them. */
    Map<String, String> details() {
        return Map.of("message", message, "remedy", remedy);
    }

    RejectedException rejected() {
        return new RejectedException(code, message, remedy, null);
    }
}
