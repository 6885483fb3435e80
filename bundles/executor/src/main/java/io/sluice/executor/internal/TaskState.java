package io.sluice.executor.internal;

import io.sluice.api.message.ExecutionStatus;

/** How far a task has come here; more than the standard tells. */
enum TaskState {
    /** Waits for its time, its predecessors, its runner or a free place. */
    QUEUED(ExecutionStatus.QUEUED),
    RUNNING(ExecutionStatus.RUNNING),
    /** By order; goes on by order only. */
    PAUSED(ExecutionStatus.PAUSED),
    /** Made room for a more urgent task; goes on by itself, from its checkpoint. */
    YIELDED(ExecutionStatus.PAUSED),
    FINISHED(ExecutionStatus.FINISHED),
    /** By order, before it was done. The standard has no state for it: of those it has, only this one asks for no remedy. */
    STOPPED(ExecutionStatus.FINISHED),
    FAILED(ExecutionStatus.FAILED);

    private final ExecutionStatus told;

    TaskState(ExecutionStatus told) {
        this.told = told;
    }

    /** As the standard names it. */
    ExecutionStatus told() {
        return told;
    }

    /** Whether it would run if it could. */
    boolean waits() {
        return this == QUEUED || this == YIELDED;
    }

    /** Whether nothing follows but an order to start it again. */
    boolean ended() {
        return this == FINISHED || this == STOPPED || this == FAILED;
    }
}
