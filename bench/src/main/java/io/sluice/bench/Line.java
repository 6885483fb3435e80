package io.sluice.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A result as it is printed: {@code name key=value ...}. */
public final class Line {

    private final String name;
    private final Map<String, String> values = new LinkedHashMap<>();

    public Line(String name) {
        this.name = name;
    }

    public Line with(String key, double value) {
        values.put(key, String.format(Locale.ROOT, "%.3f", value));
        return this;
    }

    public Line with(String key, long value) {
        values.put(key, Long.toString(value));
        return this;
    }

    public Line with(String key, String value) {
        values.put(key, value.replace(' ', '_'));
        return this;
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(name);
        values.forEach((key, value) -> line.append(' ').append(key).append('=').append(value));
        return line.toString();
    }
}
