package io.sluice.api.error;

/** Cannot be done at present; the same call may succeed later. REST answers 503. */
public final class UnavailableException extends SluiceException {

    public UnavailableException(String code, String message, String remedy, Throwable cause) {
        super(code, message, remedy, cause);
    }
}
