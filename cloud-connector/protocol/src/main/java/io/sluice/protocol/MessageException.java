package io.sluice.protocol;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.SluiceException;

/**
 * A message is not as the standard says, or does not fit the node's limits. Nothing was done with it. The text names the path,
 * what was expected and what was found, and fits the field Message of a reply when cut to its length.
 */
public final class MessageException extends SluiceException {

    private final Fault fault;
    private final String path;
    private final String expected;
    private final String found;

    MessageException(Fault fault, String path, String expected, String found, Throwable cause) {
        super(fault.code(), (path.isEmpty() ? "" : path + ": ") + "expected " + expected + ", found " + found, "", cause);
        this.fault = fault;
        this.path = path;
        this.expected = expected;
        this.found = found;
    }

    /** The same in the terms of the API, for who is in another bundle. */
    public InvalidInputException invalidInput() {
        return new InvalidInputException(code(), path, getMessage(), remedy());
    }

    public Fault fault() {
        return fault;
    }

    /** Such as {@code MessageBody/DeviceList[3]/DeviceID}; empty where it is about the whole message. */
    public String path() {
        return path;
    }

    public String expected() {
        return expected;
    }

    /** The beginning of what was found, where it is long. */
    public String found() {
        return found;
    }
}
