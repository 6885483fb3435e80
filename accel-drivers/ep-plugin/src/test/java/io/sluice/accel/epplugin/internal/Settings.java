package io.sluice.accel.epplugin.internal;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A configuration as Declarative Services would give it: what is not set has its default. */
final class Settings {

    private final Map<String, Object> values = new HashMap<>();

    static Settings of(Path library) {
        return new Settings().with("name", "npu").with("library", library.toString()).with("kind", "NPU")
                .with("look_seconds", 1);
    }

    Settings with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    EpPluginConfig config() {
        return (EpPluginConfig) Proxy.newProxyInstance(EpPluginConfig.class.getClassLoader(),
                new Class<?>[] {EpPluginConfig.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    EpSettings checked() {
        return EpSettings.of(config());
    }
}
