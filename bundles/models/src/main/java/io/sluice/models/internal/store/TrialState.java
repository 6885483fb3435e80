package io.sluice.models.internal.store;

import io.sluice.api.model.AlgorithmStore.Activation;

/**
 * How far the trial of a version has come.
 *
 * @param stage where it stands
 * @param wanted what was asked for at import, which is done once it has passed
 * @param reason why it waits or has failed, for people
 */
record TrialState(Stage stage, Activation wanted, String reason) {

    static final TrialState PASSED = new TrialState(Stage.PASSED, Activation.NEVER, "");

    enum Stage {
        PASSED,
        WAITING,
        FAILED
    }

    static TrialState waiting(Activation wanted, String reason) {
        return new TrialState(Stage.WAITING, wanted, reason);
    }

    static TrialState failed(String reason) {
        return new TrialState(Stage.FAILED, Activation.NEVER, reason);
    }

    boolean waits() {
        return stage == Stage.WAITING;
    }
}
