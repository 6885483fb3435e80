package io.sluice.api.message;

/** The field StatusCode of every reply. */
public enum StatusCode {
    /** 0 */
    SUCCESS,
    /** 1 */
    FAILURE
}
