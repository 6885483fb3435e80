package io.sluice.executor.internal;

/** What a run tells, brought to the thread of the {@link Mailbox}; nothing once another run has taken its place. */
record RunListener(Slot slot, int round, Mailbox mailbox, Schedule schedule) implements RunContext.Listener {

    @Override
    public void progressed(int percent) {
        tell(() -> schedule.progressed(slot, percent));
    }

    @Override
    public void saved() {
        tell(() -> schedule.saved(slot));
    }

    @Override
    public void emitted(long bytes) {
        slot.meter.sent(bytes);
        tell(slot::sign);
    }

    @Override
    public void finished() {
        tell(() -> schedule.finished(slot));
    }

    @Override
    public void failed(int exceptionCode, String reason) {
        tell(() -> schedule.failed(slot, exceptionCode, reason));
    }

    private void tell(Runnable what) {
        mailbox.post(() -> {
            if (slot.task.round() == round && !slot.task.state().ended()) {
                what.run();
            }
            return null;
        });
    }
}
