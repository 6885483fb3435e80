package io.sluice.api.message;

/** How a task is (table 31); the code is the ordinal. */
public enum ExecutionStatus {
    /** 0 */
    FINISHED,
    /** 1 */
    RUNNING,
    /** 2 */
    PAUSED,
    /** 3 */
    QUEUED,
    /** 4: something is wrong; the exception code says what. */
    FAILED
}
