package io.sluice.drivers.rtsp.internal;

import io.sluice.api.device.CameraDriver.Problem;
import io.sluice.rtsp.auth.Credentials;
import io.sluice.rtsp.client.SessionSettings;
import io.sluice.rtsp.client.SessionSettings.TransportChoice;
import io.sluice.rtsp.message.RtspUrl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings of an RTSP camera by name, as documents and configurations have them, and what may be wrong in them. */
final class RtspSettings {

    static final String URL = "url";
    static final String USER = "user";
    static final String PASSWORD = "password";
    static final String TRANSPORT = "transport";

    private static final Set<String> KNOWN = Set.of(URL, USER, PASSWORD, TRANSPORT);
    private static final Set<String> TRANSPORTS = Set.of("tcp", "udp", "auto");

    private RtspSettings() {}

    static List<Problem> problems(Map<String, String> settings) {
        List<Problem> problems = new ArrayList<>();
        String url = settings.getOrDefault(URL, "").strip();
        if (url.isEmpty()) {
            problems.add(new Problem(
                    URL, "is missing; an RTSP camera needs an address such as rtsp://192.168.1.20/stream1"));
        } else {
            try {
                RtspUrl.parse(url);
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(URL, e.getMessage()));
            }
        }
        String transport = settings.getOrDefault(TRANSPORT, "tcp");
        if (!TRANSPORTS.contains(transport.toLowerCase(Locale.ROOT))) {
            problems.add(new Problem(TRANSPORT, "is '" + transport + "'; it must be tcp, udp or auto"));
        }
        if (settings.getOrDefault(USER, "").isEmpty() && !settings.getOrDefault(PASSWORD, "").isEmpty()) {
            problems.add(new Problem(USER, "is missing; a password is of use only with a user"));
        }
        settings.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .sorted()
                .forEach(name -> problems.add(new Problem(
                        name, "is no setting of an RTSP camera; there are url, user, password and transport")));
        return problems;
    }

    /** Takes a login out of the address; one that stands in settings of its own already goes before it. */
    static Map<String, String> canonical(Map<String, String> settings) {
        RtspUrl url;
        try {
            url = RtspUrl.parse(settings.getOrDefault(URL, "").strip());
        } catch (IllegalArgumentException e) {
            return settings;
        }
        if (url.user().isEmpty()) {
            return settings;
        }
        Map<String, String> canonical = new HashMap<>(settings);
        canonical.put(URL, url.toString());
        if (settings.getOrDefault(USER, "").isEmpty()) {
            canonical.put(USER, url.user().get());
            canonical.put(PASSWORD, url.password().orElse(""));
        }
        return canonical;
    }

    /** @throws IllegalArgumentException naming the first problem */
    static SessionSettings session(RtspConfig config) {
        Map<String, String> settings = Map.of(
                URL, text(config.url()), USER, text(config.user()),
                PASSWORD, text(config.password()), TRANSPORT, text(config.transport()));
        problems(settings).stream().findFirst().ifPresent(problem -> {
            throw new IllegalArgumentException(problem.setting() + " " + problem.message());
        });
        RtspUrl url = RtspUrl.parse(config.url());
        Optional<Credentials> credentials = config.user().isEmpty()
                ? url.user().map(user -> new Credentials(user, url.password().orElse("")))
                : Optional.of(new Credentials(config.user(), config.password()));
        return SessionSettings.of(
                url, credentials, TransportChoice.valueOf(config.transport().toUpperCase(Locale.ROOT)));
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
