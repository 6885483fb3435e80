package io.sluice.session.mqtt;

import io.sluice.api.link.Resource;
import io.sluice.session.DeviceIds;
import io.sluice.session.SessionRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Names of topics: {@code sluice/<to>/<from>/<path>}. The path is that of HTTP without its outer slashes; answers go to the path
 * {@code Reply/<instance>}, and whether a node is there is told to all at {@code Presence}.
 *
 * @param to device id, or {@code all}
 * @param from device id
 */
public record Topics(String to, String from, String path) {

    public static final String ALL = "all";
    public static final String PRESENCE = "Presence";
    public static final String REPLY = "Reply/";

    private static final String ROOT = "sluice/";

    public String write() {
        return ROOT + to + "/" + from + "/" + path;
    }

    /** Empty when it is none of these. */
    public static Optional<Topics> read(String topic) {
        String[] parts = topic.split("/", 4);
        boolean fits = parts.length == 4 && topic.startsWith(ROOT) && (parts[1].equals(ALL) || DeviceIds.fits(parts[1]))
                && DeviceIds.fits(parts[2]);
        return fits ? Optional.of(new Topics(parts[1], parts[2], parts[3])) : Optional.empty();
    }

    /**
     * What a node listens to. Of nodes that share an id each hears registrations and the answers to its own requests; every other
     * request goes to one of them.
     */
    public static List<String> subscriptions(String device, String instance, String group) {
        List<String> filters = new ArrayList<>();
        filters.add(ROOT + ALL + "/+/" + PRESENCE);
        if (group.isEmpty()) {
            filters.add(ROOT + device + "/#");
            return filters;
        }
        String own = ROOT + device + "/+/";
        filters.add(own + REPLY + instance);
        Arrays.stream(SessionRequest.Kind.values()).forEach(kind -> filters.add(own + path(kind.path())));
        Arrays.stream(Resource.values()).forEach(resource -> filters.add("$share/" + group + "/" + own + path(resource.path())));
        return filters;
    }

    /** A path of HTTP as part of a topic. */
    public static String path(String http) {
        return http.substring(1, http.endsWith("/") ? http.length() - 1 : http.length());
    }
}
