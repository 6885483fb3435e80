package io.sluice.launcher;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.feature.Feature;

/**
 * Named values of features and of the command line: become framework properties, and fill {@code ${name}} in
 * configurations.
 */
final class Variables {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");

    private final Map<String, String> values = new LinkedHashMap<>();

    void set(String name, String value) {
        values.put(name, value);
    }

    /** Takes a feature's variables; what is set already stands. */
    void addFrom(Feature feature) {
        feature.getVariables().forEach((name, value) ->
                values.putIfAbsent(name, value == null ? "" : fill(value.toString())));
    }

    /** Replaces each reference to a known name; others stay as they are. */
    String fill(String text) {
        return REFERENCE.matcher(text).replaceAll(found ->
                Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    Map<String, String> asMap() {
        return Map.copyOf(values);
    }
}
