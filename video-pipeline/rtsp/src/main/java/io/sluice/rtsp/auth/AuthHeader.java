package io.sluice.rtsp.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A challenge or an answer: a scheme with parameters, RFC 7235 section 2.1. Parameter names know no case.
 *
 * @param scheme such as {@code Digest}
 * @param token what Basic has in place of parameters; empty otherwise
 */
record AuthHeader(String scheme, String token, Map<String, String> parameters) {

    /** token68 of RFC 7235: Base64 with its padding. */
    private static final Pattern TOKEN = Pattern.compile("\\s*[A-Za-z0-9+/._~-]+=*\\s*");

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** All that stand in one header value, separated by commas. */
    static List<AuthHeader> parse(String value) {
        List<AuthHeader> found = new ArrayList<>();
        int at = 0;
        while (at < value.length()) {
            int end = at;
            while (end < value.length() && " ,=".indexOf(value.charAt(end)) < 0) {
                end++;
            }
            String word = value.substring(at, end);
            int next = end;
            while (next < value.length() && value.charAt(next) == ' ') {
                next++;
            }
            boolean token = !found.isEmpty() && found.get(found.size() - 1).awaitsToken()
                    && TOKEN.matcher(segment(value, at)).matches();
            boolean parameter = !token && next < value.length() && value.charAt(next) == '=' && !found.isEmpty();
            if (word.isEmpty()) {
                at = end + 1;
            } else if (parameter) {
                at = readValue(value, next + 1, word, found.get(found.size() - 1));
            } else if (token) {
                String text = segment(value, at);
                found.set(found.size() - 1, new AuthHeader("Basic", text.strip(), Map.of()));
                at += text.length();
            } else {
                found.add(new AuthHeader(word, "", new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
                at = end;
            }
        }
        return found;
    }

    /** What stands up to the next comma. */
    private static String segment(String value, int from) {
        int comma = value.indexOf(',', from);
        return value.substring(from, comma < 0 ? value.length() : comma);
    }

    private boolean awaitsToken() {
        return scheme.equalsIgnoreCase("Basic") && token.isEmpty() && parameters.isEmpty();
    }

    /** @return index behind the value */
    private static int readValue(String text, int from, String name, AuthHeader into) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            StringBuilder quoted = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                quoted.append(text.charAt(at));
            }
            into.parameters.put(name, quoted.toString());
            return Math.min(text.length(), at + 1);
        }
        int stop = text.indexOf(',', at);
        stop = stop < 0 ? text.length() : stop;
        into.parameters.put(name, text.substring(at, stop).strip());
        return stop;
    }
}
