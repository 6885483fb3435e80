package io.sluice.launcher;

/** The command line cannot be understood. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
