package io.sluice.accel.nativelib.testing;

/** Ways in which the model of a stand-in fails. */
public enum Fault {
    NONE,
    /** The content is not of the format. */
    CORRUPT,
    /** Converted for another version of the vendor's software. */
    VERSION,
    /** The device's memory does not suffice to load it. */
    MEMORY_LOADING,
    /** The device's memory does not suffice for another caller's tensors. */
    MEMORY_BINDING,
    /** Describes itself wrongly. */
    DESCRIPTION,
    /** Each run fails. */
    RUN,
    /** Each run hangs until the stand-in is told to continue, at most 30 s. */
    HANG
}
