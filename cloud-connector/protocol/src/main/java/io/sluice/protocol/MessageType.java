package io.sluice.protocol;

/**
 * One of the standard's messages, or an object that they consist of and that is kept or sent alone. See {@link Messages}.
 *
 * @param <T> what it is read into
 */
public final class MessageType<T> {

    private final String tables;
    private final Type<T> form;

    MessageType(String tables, Type<T> form) {
        this.tables = tables;
        this.form = form;
    }

    /** Numbers of the standard's tables that define it, with commas between. */
    public String tables() {
        return tables;
    }

    Type<T> form() {
        return form;
    }

    @Override
    public String toString() {
        return "table " + tables;
    }
}
