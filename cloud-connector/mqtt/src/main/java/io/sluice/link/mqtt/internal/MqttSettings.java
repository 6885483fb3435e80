package io.sluice.link.mqtt.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.session.DeviceIds;
import io.sluice.session.FloodGate;
import io.sluice.session.tls.PemTls;
import io.sluice.session.tls.TlsFiles;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A configuration that was found fit.
 *
 * @param keys by device id of every node linked with
 * @param gate fresh, for one node's run
 */
record MqttSettings(
        String device,
        String instance,
        int longest,
        Duration keepalive,
        Duration expiry,
        Set<String> lower,
        Set<String> upper,
        Map<String, String> keys,
        Channel.Settings channel,
        FloodGate gate) {

    /** Requests against the limit until a node is not heard any more. */
    private static final int PATIENCE = 500;

    /**
     * @param own id of this node, where the configuration has none
     * @throws InvalidInputException with what is wrong, and the configuration's field
     */
    static MqttSettings of(MqttConfig config, String own, String instance) {
        String device = DeviceIds.check(config.device_id().isEmpty() ? own : config.device_id(), "device.id");
        Map<String, String> keys = new HashMap<>();
        Set<String> lower = nodes("lower", config.lower(), keys);
        Set<String> upper = nodes("upper", config.upper(), keys);
        if (keys.containsKey(device)) {
            throw wrong("device.id", "This node cannot link with itself.");
        }
        if (!config.group().matches("[A-Za-z0-9-]{0,32}")) {
            throw wrong("group", "'group' must be of letters, digits and hyphens, at most 32.");
        }
        if (!config.group().isEmpty() && !upper.isEmpty()) {
            throw wrong("group", "Nodes that share an id cannot register above: leave out 'group' or 'upper'.");
        }
        if (config.keepalive_seconds() < 1 || config.expiry_seconds() < config.keepalive_seconds()) {
            throw wrong("keepalive.seconds", "'keepalive.seconds' must be at least 1, and at most 'expiry.seconds'.");
        }
        if (config.body_kib() < 1 || config.body_kib() > 65536) {
            throw wrong("body.kib", "'body.kib' must be from 1 to 65536.");
        }
        if (config.requests_per_second() < 1 || config.requests_at_once() < 1 || config.quarantine_seconds() < 1) {
            throw wrong("requests.per.second", "Requests and quarantine must be at least 1.");
        }
        if (config.broker().length == 0) {
            throw wrong("broker", "'broker' is missing.");
        }
        for (String broker : config.broker()) {
            checkBroker(broker);
            if (!URI.create(broker).getScheme().equals(URI.create(config.broker()[0]).getScheme())) {
                throw wrong("broker", "All of 'broker' must begin with tcp, or all with ssl.");
            }
        }
        int longest = config.body_kib() * 1024;
        return new MqttSettings(device, instance, longest, Duration.ofSeconds(config.keepalive_seconds()),
                Duration.ofSeconds(config.expiry_seconds()), Set.copyOf(lower), Set.copyOf(upper), Map.copyOf(keys),
                new Channel.Settings(List.of(config.broker()), config.user(), config.password(),
                        PemTls.context(new TlsFiles(config.tls_authority(), config.tls_certificate(), config.tls_key(),
                                List.of(config.tls_revoked()), "", config.tls_sm())), device, instance, config.group(),
                        longest),
                new FloodGate(config.requests_per_second(), config.requests_at_once(), PATIENCE,
                        Duration.ofSeconds(config.quarantine_seconds()), InstantSource.system()));
    }

    private static void checkBroker(String broker) {
        try {
            URI address = URI.create(broker);
            if (("tcp".equals(address.getScheme()) || "ssl".equals(address.getScheme())) && address.getHost() != null
                    && address.getPort() > 0) {
                return;
            }
        } catch (IllegalArgumentException unreadable) {
            // Told below, together with addresses of other kinds.
        }
        throw wrong("broker", "'broker' must be such as tcp://192.0.2.1:1883, not '" + broker + "'.");
    }

    private static Set<String> nodes(String field, String[] lines, Map<String, String> keys) {
        Set<String> nodes = new HashSet<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String device = DeviceIds.check(colon < 0 ? line : line.substring(0, colon), field);
            if (colon < 0 || colon == line.length() - 1 || keys.put(device, line.substring(colon + 1)) != null) {
                throw wrong(field, "'" + field + "' must name the node " + device + " once, as id:key.");
            }
            nodes.add(device);
        }
        return nodes;
    }

    private static InvalidInputException wrong(String field, String message) {
        return new InvalidInputException("link.config.wrong", field, message, "Correct it.");
    }
}
