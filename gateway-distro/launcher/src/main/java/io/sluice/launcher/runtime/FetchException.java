package io.sluice.launcher.runtime;

/** Why a runtime was not fetched, and what to do, for people. */
final class FetchException extends Exception {

    private static final long serialVersionUID = 1;

    FetchException(String message) {
        super(message);
    }
}
