package io.sluice.api.model;

/** How a version of an algorithm is; the standard's AlgStatus (T/AI 116.6 table 14), whose 3 and above are ours. */
public enum AlgorithmStatus {
    /** The active version; offered by {@link ModelRepository}. */
    IN_USE(0),
    /** Kept, could be activated. */
    NOT_IN_USE(1),
    /** Its licence has ended. */
    NO_LONGER_VALID(2),
    /** Its licence begins later. */
    NOT_YET_VALID(3),
    /** The key that it is encrypted with is not there. */
    KEY_LOST(4),
    /** Its files are missing or were changed. */
    DAMAGED(5),
    /** Its licence names other gateways; kept for handing on. */
    LICENSED_ELSEWHERE(6),
    /** Test vectors wait for what runs them; cannot be activated before. */
    NOT_YET_TRIED(7),
    /** It did not give what its test vectors say; cannot be activated. */
    TEST_FAILED(8);

    private final int number;

    AlgorithmStatus(int number) {
        this.number = number;
    }

    /** As in messages. */
    public int number() {
        return number;
    }
}
