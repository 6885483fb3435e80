package io.sluice.protocol;

import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** The standard's numbers. Whole ones are written without fraction and exponent. */
final class NumberTypes {

    static final Type<Integer> INT32 = new Int32(Integer.MIN_VALUE, Integer.MAX_VALUE);
    static final Type<Long> INT64 = new Int64();
    static final Type<Double> FLOAT32 = new Float32();

    private NumberTypes() {}

    /** A whole number within bounds, both belonging to it. */
    static Type<Integer> within(int least, int most) {
        return new Int32(least, most);
    }

    private static void demandWhole(Reader in) {
        if (in.parser().currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw in.wrongType("a whole number");
        }
    }

    private record Int32(int least, int most) implements Type<Integer> {

        @Override
        public Integer read(Reader in) throws IOException {
            demandWhole(in);
            if (in.parser().getNumberType() != NumberType.INT) {
                throw in.fail(Fault.RANGE, expected(), Snippet.of(in.parser().getText(), 40));
            }
            int value = in.parser().getIntValue();
            if (value < least || value > most) {
                throw in.fail(Fault.RANGE, expected(), Integer.toString(value));
            }
            return value;
        }

        @Override
        public void write(Writer out, Integer value) throws IOException {
            if (value < least || value > most) {
                throw out.fail(Fault.RANGE, expected(), value.toString());
            }
            out.generator().writeNumber(value);
        }

        private String expected() {
            return least + " to " + most;
        }
    }

    private record Int64() implements Type<Long> {

        @Override
        public Long read(Reader in) throws IOException {
            demandWhole(in);
            if (in.parser().getNumberType() == NumberType.BIG_INTEGER) {
                throw in.fail(Fault.RANGE, Long.MIN_VALUE + " to " + Long.MAX_VALUE, Snippet.of(in.parser().getText(), 40));
            }
            return in.parser().getLongValue();
        }

        @Override
        public void write(Writer out, Long value) throws IOException {
            out.generator().writeNumber(value);
        }
    }

    /** Rounded to single precision both ways. */
    private record Float32() implements Type<Double> {

        private static final String EXPECTED = "a number of single precision";

        @Override
        public Double read(Reader in) throws IOException {
            JsonToken token = in.parser().currentToken();
            if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
                throw in.wrongType("a number");
            }
            float value = (float) in.parser().getDoubleValue();
            if (Float.isInfinite(value)) {
                throw in.fail(Fault.RANGE, EXPECTED, Snippet.of(in.parser().getText(), 40));
            }
            return (double) value;
        }

        @Override
        public void write(Writer out, Double value) throws IOException {
            float single = value.floatValue();
            if (!Float.isFinite(single)) {
                throw out.fail(Fault.RANGE, EXPECTED, value.toString());
            }
            out.generator().writeNumber(single);
        }
    }
}
