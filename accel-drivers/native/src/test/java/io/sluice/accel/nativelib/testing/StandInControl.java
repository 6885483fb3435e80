package io.sluice.accel.nativelib.testing;

import com.sun.jna.Library;

/** What each stand-in has beside its vendor's functions: how tests watch it and make it fail. */
public interface StandInControl extends Library {

    /** Contexts, models and memory that were taken and not given back. */
    int standin_live();

    /** How often something was used in a way the vendor forbids: after it was freed, by two threads, freed twice. */
    int standin_misuses();

    /** @param away 1 makes every call answer as if the device had been pulled; 0 puts it back */
    void standin_unplug(int away);

    /** Waits until so many runs hang. */
    void standin_await(int runs);

    /** @param yes 1 lets hanging runs go on; 0 makes the next ones hang again */
    void standin_continue(int yes);
}
