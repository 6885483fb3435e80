package io.sluice.protocol;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;

/** A value alone or an array of such (table 32). One is written alone. */
record OneOrManyType<T>(Type<T> element) implements Type<List<T>> {

    @Override
    public List<T> read(Reader in) throws IOException {
        return in.parser().currentToken() == JsonToken.START_ARRAY
                ? ListType.oneOrMore(element).read(in)
                : List.of(element.read(in));
    }

    @Override
    public void write(Writer out, List<T> values) throws IOException {
        if (values.size() == 1) {
            element.write(out, values.get(0));
        } else {
            ListType.oneOrMore(element).write(out, values);
        }
    }
}
