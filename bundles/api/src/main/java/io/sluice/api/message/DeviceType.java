package io.sluice.api.message;

/** Which of the standard's kinds a node is; the code is the ordinal. */
public enum DeviceType {
    /** 0: a device that sees. */
    END,
    /** 1: near to those. */
    EDGE,
    /** 2: in a data centre. */
    CLOUD
}
