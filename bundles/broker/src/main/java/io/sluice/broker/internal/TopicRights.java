package io.sluice.broker.internal;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.security.CheckType;

/**
 * Which topics a user may use. Who is named as a node, by 20 digits, speaks for that node only and hears what is for it only:
 * {@code sluice/<any>/<own>/...} and {@code sluice/<own>/...}, and who is present. Users of other names may use all. Topics come as
 * Artemis has them, with points for slashes.
 */
final class TopicRights {

    private static final Pattern NODE = Pattern.compile("[0-9]{20}");
    private static final Pattern PRESENCES = Pattern.compile("sluice\\.all\\.(?:\\*|[0-9]{20})\\.Presence");
    private static final Set<CheckType> OF_READERS = EnumSet.of(CheckType.CONSUME, CheckType.BROWSE, CheckType.CREATE_ADDRESS,
            CheckType.CREATE_DURABLE_QUEUE, CheckType.DELETE_DURABLE_QUEUE, CheckType.CREATE_NON_DURABLE_QUEUE,
            CheckType.DELETE_NON_DURABLE_QUEUE);
    private static final Set<CheckType> OF_WRITERS = EnumSet.of(CheckType.SEND, CheckType.CREATE_ADDRESS);

    private TopicRights() {}

    static boolean allow(String user, CheckType use, String address) {
        if (!NODE.matcher(user).matches()) {
            return true;
        }
        int queue = address.indexOf("::");
        String topic = queue < 0 ? address : address.substring(0, queue);
        return OF_READERS.contains(use) && mayRead(user, topic) || OF_WRITERS.contains(use) && mayWrite(user, topic);
    }

    private static boolean mayRead(String user, String topic) {
        return topic.startsWith("sluice." + user + ".") || PRESENCES.matcher(topic).matches();
    }

    private static boolean mayWrite(String user, String topic) {
        String[] parts = topic.split("\\.", 4);
        boolean named = parts.length == 4 && parts[0].equals("sluice") && parts[2].equals(user);
        return named && (NODE.matcher(parts[1]).matches() || topic.equals("sluice.all." + user + ".Presence"));
    }
}
