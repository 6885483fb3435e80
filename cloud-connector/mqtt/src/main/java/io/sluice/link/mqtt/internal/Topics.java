package io.sluice.link.mqtt.internal;

import io.sluice.session.DeviceIds;
import java.util.Optional;

/**
 * Names of topics: {@code sluice/<to>/<from>/<path>}. The path is that of HTTP without its outer slashes; answers go to the path
 * {@code Reply/<instance>}, and whether a node is there is told to all at {@code Presence}.
 *
 * @param to device id, or {@code all}
 * @param from device id
 */
record Topics(String to, String from, String path) {

    static final String ALL = "all";
    static final String PRESENCE = "Presence";
    static final String REPLY = "Reply/";

    private static final String ROOT = "sluice/";

    String write() {
        return ROOT + to + "/" + from + "/" + path;
    }

    /** Empty when it is none of these. */
    static Optional<Topics> read(String topic) {
        String[] parts = topic.split("/", 4);
        boolean fits = parts.length == 4 && topic.startsWith(ROOT) && (parts[1].equals(ALL) || DeviceIds.fits(parts[1]))
                && DeviceIds.fits(parts[2]);
        return fits ? Optional.of(new Topics(parts[1], parts[2], parts[3])) : Optional.empty();
    }

    /** A path of HTTP as part of a topic. */
    static String path(String http) {
        return http.substring(1, http.endsWith("/") ? http.length() - 1 : http.length());
    }
}
