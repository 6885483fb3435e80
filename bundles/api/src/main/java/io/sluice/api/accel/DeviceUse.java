package io.sluice.api.accel;

import java.util.List;
import java.util.Objects;

/**
 * One accelerator and what it is used for.
 *
 * @param id of the accelerator
 * @param info what it is
 * @param readings how it is, asked of its driver just now
 * @param state whether it is given work
 * @param remark why it is in this state, for people; empty when it is ready
 * @param load part of its time that is promised, by worst cases, over all its lanes: 1 is all of it
 * @param limit most load that is promised in its present state
 * @param busy part of its time it ran models over the last seconds, as measured by the placement
 * @param sessions models loaded on it
 */
public record DeviceUse(
        String id,
        AcceleratorInfo info,
        AcceleratorReadings readings,
        State state,
        String remark,
        double load,
        double limit,
        double busy,
        List<SessionUse> sessions) {

    /** Whether an accelerator is given work. */
    public enum State {
        READY,
        /** Too hot, or throttled: promised less until it has cooled. */
        HOT,
        /** Failed several times in a row: given nothing for a while. */
        FAILED,
        /** Another driver claims the same device and goes first. */
        CLAIMED_TWICE
    }

    public DeviceUse {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(info, "info");
        Objects.requireNonNull(readings, "readings");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(remark, "remark");
        sessions = List.copyOf(sessions);
    }
}
