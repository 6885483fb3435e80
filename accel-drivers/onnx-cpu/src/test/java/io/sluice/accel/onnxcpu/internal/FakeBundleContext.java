package io.sluice.accel.onnxcpu.internal;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A framework without services that remembers what is registered in it, and may have storage for a bundle. */
public final class FakeBundleContext {

    private final List<Object> services = new ArrayList<>();
    private volatile Path storage;

    /** From now on the bundle's private files lie here. */
    public void store(Path folder) {
        storage = folder;
    }

    public BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getDataFile") && storage != null) {
                        return storage.resolve((String) arguments[0]).toFile();
                    }
                    if (!method.getName().equals("registerService")) {
                        return null;
                    }
                    services.add(arguments[1]);
                    return registration(arguments[1]);
                });
    }

    public synchronized <T> List<T> services(Class<T> type) {
        return services.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private ServiceRegistration<?> registration(Object service) {
        return (ServiceRegistration<?>) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {ServiceRegistration.class}, (proxy, method, arguments) -> {
                    services.remove(service);
                    return null;
                });
    }
}
