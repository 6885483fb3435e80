package io.sluice.api.message;

import java.math.BigDecimal;

/**
 * A number of JSON, as it was written: 1.0 stays 1.0, and no digit is lost.
 *
 * @param literal in JSON's form
 */
public record JsonNumber(String literal) implements JsonValue {

    /** @throws IllegalArgumentException where the literal is not in JSON's form */
    public JsonNumber {
        if (!isNumber(literal)) {
            throw new IllegalArgumentException("no number of JSON: " + literal);
        }
    }

    /** Of any size; calculating with one of a large exponent can take very long. */
    public BigDecimal decimal() {
        return new BigDecimal(literal);
    }

    /** The nearest one; infinite where it is too large. */
    public double toDouble() {
        return Double.parseDouble(literal);
    }

    private static boolean isNumber(String text) {
        int at = text.startsWith("-") ? 1 : 0;
        int digits = digits(text, at);
        if (digits == 0 || digits > 1 && text.charAt(at) == '0') {
            return false;
        }
        at += digits;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = digits(text, at + 1);
            if (fraction == 0) {
                return false;
            }
            at += 1 + fraction;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            int exponent = digits(text, at);
            if (exponent == 0) {
                return false;
            }
            at += exponent;
        }
        return at == text.length();
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }
}
