package io.sluice.session.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters of one header of the Digest scheme (RFC 9110, section 11.2), by their names in lower case. */
public final class DigestParameters {

    private static final int LONGEST = 4096;
    private static final Pattern PARAMETER =
            Pattern.compile("\\G\\s*([A-Za-z0-9_*-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]+))\\s*(?:,|$)");

    private DigestParameters() {}

    /** Empty when the header is not of this scheme, or malformed. */
    public static Optional<Map<String, String>> parse(String header) {
        if (header == null || header.length() > LONGEST || !header.regionMatches(true, 0, "Digest ", 0, 7)) {
            return Optional.empty();
        }
        Map<String, String> found = new LinkedHashMap<>();
        Matcher parameters = PARAMETER.matcher(header).region(7, header.length());
        int end = 7;
        while (parameters.find()) {
            String value = parameters.group(2) == null
                    ? parameters.group(3) : parameters.group(2).replaceAll("\\\\(.)", "$1");
            if (found.put(parameters.group(1).toLowerCase(Locale.ROOT), value) != null) {
                return Optional.empty();
            }
            end = parameters.end();
        }
        return end == header.length() ? Optional.of(found) : Optional.empty();
    }

    public static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
