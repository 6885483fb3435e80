package io.sluice.api.error;

/** A file or model was read and found unfit; it must change before trying again. REST answers 422. */
public final class RejectedException extends SluiceException {

    public RejectedException(String code, String message, String remedy, Throwable cause) {
        super(code, message, remedy, cause);
    }
}
