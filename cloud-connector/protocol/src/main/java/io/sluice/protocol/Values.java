package io.sluice.protocol;

import io.sluice.api.message.JsonObject;

/** The components of a record that was read, in the order of its table. */
final class Values {

    private final Object[] components;
    private final JsonObject extra;
    private int next;

    Values(Object[] components, JsonObject extra) {
        this.components = components;
        this.extra = extra;
    }

    /**
     * The next component. The caller's type must be the one that the field was defined with; reading a message of the table
     * shows at once where it is not.
     */
    @SuppressWarnings("unchecked")
    <V> V next() {
        return (V) components[next++];
    }

    /** What was read beyond the table. */
    JsonObject extra() {
        return extra;
    }
}
