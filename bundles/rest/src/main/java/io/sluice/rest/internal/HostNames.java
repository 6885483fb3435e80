package io.sluice.rest.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a Host header (RFC 9110, 7.2) and an Origin header (RFC 6454, 7) say. */
final class HostNames {

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+]");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]+)(:\\d{0,5})?");

    private HostNames() {}

    /** Whether it is an IP address, which nobody can make to point elsewhere, localhost, or one of the given names. */
    static boolean allowed(String host, Set<String> names) {
        if (!AUTHORITY.matcher(host).matches()) {
            return false;
        }
        String name = nameOf(host.toLowerCase(Locale.ROOT));
        return name.equals("localhost")
                || names.contains(name)
                || IPV4.matcher(name).matches()
                || IPV6.matcher(name).matches();
    }

    /** Whether a page of this origin came from this host. */
    static boolean sameOrigin(String origin, String host) {
        try {
            URI uri = new URI(origin.toLowerCase(Locale.ROOT));
            if (uri.getAuthority() == null || uri.getScheme() == null) {
                return false;
            }
            int defaultPort = uri.getScheme().equals("https") ? 443 : 80;
            return withPort(uri.getAuthority(), defaultPort).equals(
                    withPort(host.toLowerCase(Locale.ROOT), defaultPort));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static String nameOf(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    private static String withPort(String authority, int defaultPort) {
        String name = nameOf(authority);
        String port = authority.substring(name.length()).replace(":", "");
        return name + ":" + (port.isEmpty() ? defaultPort : port);
    }
}
