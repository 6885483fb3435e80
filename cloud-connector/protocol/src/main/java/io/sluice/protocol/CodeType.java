package io.sluice.protocol;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;

/** A value of a list that the standard closes, written as text or as a number. */
final class CodeType<T> implements Type<T> {

    private final List<T> values;
    private final List<String> codes;
    private final boolean number;
    private final String expected;

    private CodeType(List<T> values, List<String> codes, boolean number) {
        this.values = values;
        this.codes = codes;
        this.number = number;
        this.expected = "one of " + String.join(", ", codes);
    }

    /** A text for each value. */
    static <T> CodeType<T> texts(List<T> values, String... codes) {
        return new CodeType<>(values, List.of(codes), false);
    }

    /** The values' ordinals as texts. */
    static <E extends Enum<E>> CodeType<E> textOrdinals(E[] values) {
        return new CodeType<>(List.of(values), ordinals(values), false);
    }

    /** The values' ordinals as numbers. */
    static <E extends Enum<E>> CodeType<E> numberOrdinals(E[] values) {
        return new CodeType<>(List.of(values), ordinals(values), true);
    }

    /** The only value that a field may have. */
    static CodeType<String> only(String value) {
        return new CodeType<>(List.of(value), List.of(value), false);
    }

    @Override
    public T read(Reader in) throws IOException {
        if (number && in.parser().currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw in.wrongType("a whole number");
        }
        String code = number ? in.parser().getText() : in.text();
        int index = codes.indexOf(code);
        if (index < 0) {
            throw in.fail(Fault.VALUE, expected, Snippet.quoted(code));
        }
        return values.get(index);
    }

    @Override
    public void write(Writer out, T value) throws IOException {
        int index = values.indexOf(value);
        if (index < 0) {
            throw out.fail(Fault.VALUE, expected, Snippet.quoted(value.toString()));
        }
        if (number) {
            out.generator().writeNumber(index);
        } else {
            out.generator().writeString(codes.get(index));
        }
    }

    private static <E extends Enum<E>> List<String> ordinals(E[] values) {
        return List.of(values).stream().map(value -> Integer.toString(value.ordinal())).toList();
    }
}
