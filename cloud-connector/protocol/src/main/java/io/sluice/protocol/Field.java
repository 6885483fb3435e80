package io.sluice.protocol;

import java.io.IOException;
import java.util.function.Function;

/**
 * A field of a table.
 *
 * @param <R> the table's record
 * @param <V> the record's component, with its absence
 * @param <T> the value when it is there
 * @param mandatory where the object it belongs to is there
 */
record Field<R, V, T>(
        String name, Type<T> type, boolean mandatory, Presence<V, T> presence, Function<R, V> component) {

    static final String MANDATORY = "a mandatory field";
    static final String NOTHING = "nothing";

    /** The component, of the present value. */
    V read(Reader in) throws IOException {
        return presence.wrap().apply(type.read(in));
    }

    void write(Writer out, R owner) throws IOException {
        V held = component.apply(owner);
        if (presence.given().test(held)) {
            out.generator().writeFieldName(name);
            type.write(out, presence.value().apply(held));
        } else if (mandatory) {
            out.generator().writeFieldName(name);
            throw out.fail(Fault.MISSING, MANDATORY, NOTHING);
        }
    }
}
