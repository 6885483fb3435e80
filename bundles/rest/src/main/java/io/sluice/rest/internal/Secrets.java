package io.sluice.rest.internal;

import io.sluice.api.device.CameraDriver;
import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.CameraSpec.Source;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps secrets in: they are removed from what goes out, and what comes back without them gets them again. Besides what
 * drivers declare, that is whatever has a telling name, since a driver may be away at the moment, and user and password
 * within an address.
 */
final class Secrets {

    private static final Pattern TELLING = Pattern.compile("passw|secret|token|credential|private");
    private static final Pattern USER_IN_ADDRESS = Pattern.compile("(?<=^[a-zA-Z][a-zA-Z0-9+.-]{0,20}://)[^/?#]*@");

    private final Collection<CameraDriver> drivers;

    Secrets(Collection<CameraDriver> drivers) {
        this.drivers = drivers;
    }

    CameraSpec hide(CameraSpec camera) {
        Set<String> secret = names(camera.source());
        Map<String, String> settings = new HashMap<>();
        camera.source().settings().forEach((name, value) -> {
            if (!secret.contains(name)) {
                settings.put(name, withoutUser(value));
            }
        });
        return with(camera, settings);
    }

    /** Settles a document that was made from a hidden one; an empty secret removes it. */
    CameraSpec restore(CameraSpec camera, CameraSpec before) {
        Map<String, String> settings = new HashMap<>(camera.source().settings());
        if (camera.source().driver().equals(before.source().driver())) {
            Set<String> secret = names(before.source());
            before.source().settings().forEach((name, value) -> {
                boolean hidden = !withoutUser(value).equals(value) && withoutUser(value).equals(settings.get(name));
                if (hidden || secret.contains(name) && !settings.containsKey(name)) {
                    settings.put(name, value);
                }
            });
        }
        return with(camera, settings);
    }

    /** An empty secret is none. */
    CameraSpec withoutEmpty(CameraSpec camera) {
        Set<String> secret = names(camera.source());
        Map<String, String> settings = new HashMap<>(camera.source().settings());
        settings.entrySet().removeIf(entry -> entry.getValue().isEmpty() && secret.contains(entry.getKey()));
        return with(camera, settings);
    }

    private Set<String> names(Source source) {
        Set<String> names = new HashSet<>();
        source.settings().keySet().stream()
                .filter(name -> TELLING.matcher(name.toLowerCase(Locale.ROOT)).find())
                .forEach(names::add);
        drivers.stream()
                .filter(driver -> driver.kind().equals(source.driver()))
                .forEach(driver -> names.addAll(driver.secrets()));
        return names;
    }

    private static String withoutUser(String value) {
        return USER_IN_ADDRESS.matcher(value).replaceFirst("");
    }

    private static CameraSpec with(CameraSpec camera, Map<String, String> settings) {
        return new CameraSpec(
                camera.id(), camera.name(), new Source(camera.source().driver(), settings), camera.recording(),
                camera.analyses());
    }
}
