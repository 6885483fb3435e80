package io.sluice.models.internal;

import java.lang.reflect.Proxy;
import java.util.Map;

/** The defaults, and what a test wants otherwise. */
final class TestConfig {

    private TestConfig() {}

    static ModelsConfig of(Map<String, Object> values) {
        return (ModelsConfig) Proxy.newProxyInstance(
                TestConfig.class.getClassLoader(), new Class<?>[] {ModelsConfig.class}, (proxy, method, arguments) ->
                        values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
