package io.sluice.api.error;

/** The caller gave something that cannot be taken; nothing was changed. REST answers 400. */
public final class InvalidInputException extends SluiceException {

    private final String field;

    /** @param field path of what is wrong within the input, such as {@code source.settings.url}; empty for all of it */
    public InvalidInputException(String code, String field, String message, String remedy) {
        super(code, message, remedy, null);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
