package io.sluice.protocol;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An array.
 *
 * @param least elements that it must have
 */
record ListType<T>(Type<T> element, int least) implements Type<List<T>> {

    static <T> ListType<T> of(Type<T> element) {
        return new ListType<>(element, 0);
    }

    static <T> ListType<T> oneOrMore(Type<T> element) {
        return new ListType<>(element, 1);
    }

    @Override
    public List<T> read(Reader in) throws IOException {
        if (in.parser().currentToken() != JsonToken.START_ARRAY) {
            throw in.wrongType("an array");
        }
        List<T> values = new ArrayList<>();
        while (in.parser().nextToken() != JsonToken.END_ARRAY) {
            in.count();
            values.add(element.read(in));
        }
        if (values.size() < least) {
            throw in.fail(Fault.RULE, "at least " + least, "an empty array");
        }
        return values;
    }

    @Override
    public void write(Writer out, List<T> values) throws IOException {
        if (values.size() < least) {
            throw out.fail(Fault.RULE, "at least " + least, "an empty array");
        }
        out.generator().writeStartArray();
        for (T value : values) {
            element.write(out, value);
        }
        out.generator().writeEndArray();
    }
}
