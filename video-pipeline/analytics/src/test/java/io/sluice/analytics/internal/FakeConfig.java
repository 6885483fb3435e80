package io.sluice.analytics.internal;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Settings of an analysis: the defaults of the configuration type, and what a test changes. */
final class FakeConfig {

    private FakeConfig() {}

    /**
     * @param changes property names, each followed by its value; every picture of camera gate by model finder
     * otherwise
     */
    static AnalyticsConfig of(Object... changes) {
        Map<String, Object> values = new HashMap<>(
                Map.of("camera.id", "gate", "model.id", "finder", "frames.per.second", 0.0));
        for (int index = 0; index < changes.length; index += 2) {
            values.put((String) changes[index], changes[index + 1]);
        }
        return (AnalyticsConfig) Proxy.newProxyInstance(FakeConfig.class.getClassLoader(),
                new Class<?>[] {AnalyticsConfig.class}, (proxy, method, arguments) ->
                        values.getOrDefault(method.getName().replace('_', '.'), method.getDefaultValue()));
    }
}
