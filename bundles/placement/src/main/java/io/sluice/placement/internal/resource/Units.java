package io.sluice.placement.internal.resource;

import io.sluice.api.accel.Precision;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Values as T/AI 116.6 writes them. */
final class Units {

    private static final int FIGURES = 3;

    private Units() {}

    /** Such as {@code 32 TOPS} or {@code 0.3 TFLOPS}. */
    static String power(Precision precision, double tera) {
        String unit = precision == Precision.FLOAT16 || precision == Precision.FLOAT32 ? " TFLOPS" : " TOPS";
        BigDecimal rounded = BigDecimal.valueOf(Math.max(0, tera))
                .round(new MathContext(FIGURES, RoundingMode.HALF_UP)).stripTrailingZeros();
        return rounded.toPlainString() + unit;
    }

    /** At most so many bytes of UTF-8, without half a character at the end. */
    static String atMost(int bytes, String text) {
        String kept = text;
        while (kept.getBytes(StandardCharsets.UTF_8).length > bytes) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept;
    }
}
