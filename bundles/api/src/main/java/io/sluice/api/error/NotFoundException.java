package io.sluice.api.error;

/** What was asked for does not exist. REST answers 404. */
public final class NotFoundException extends SluiceException {

    public NotFoundException(String code, String message) {
        super(code, message, "", null);
    }
}
