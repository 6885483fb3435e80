package io.sluice.algorithm.schema;

import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A schema's pattern that gives up: a few characters such as {@code (a+)+$} would else keep a thread busy for years. What it gives up
 * on does not match.
 */
final class BoundedPattern implements RegularExpression {

    private static final int LONGEST = 1000;
    private static final int MOST_LOOKS = 1_000_000;

    private final Pattern pattern;

    BoundedPattern(String expression) {
        if (expression.length() > LONGEST) {
            throw new JsonSchemaException("a pattern has more than " + LONGEST + " characters");
        }
        try {
            this.pattern = Pattern.compile(expression);
        } catch (PatternSyntaxException error) {
            throw new JsonSchemaException("a pattern is malformed: " + error.getDescription());
        }
    }

    @Override
    public boolean matches(String value) {
        try {
            return pattern.matcher(new Counted(value, new int[1])).find();
        } catch (GaveUp | StackOverflowError tooLong) {
            return false;
        }
    }

    private static final class GaveUp extends RuntimeException {

        private static final long serialVersionUID = 1;

        GaveUp() {
            super("", null, false, false);
        }
    }

    /** A text that counts how often it is looked at, its parts included. */
    private record Counted(CharSequence text, int[] looks) implements CharSequence {

        @Override
        public char charAt(int index) {
            if (++looks[0] > MOST_LOOKS) {
                throw new GaveUp();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), looks);
        }
    }
}
