package io.sluice.api.accel;

import java.util.Locale;

/** Number formats in which models compute; named in messages as T/AI 116.6 table 4 does. */
public enum Precision {
    INT4,
    INT8,
    FLOAT16,
    FLOAT32;

    /** As in messages: {@code int8}, {@code float32}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
