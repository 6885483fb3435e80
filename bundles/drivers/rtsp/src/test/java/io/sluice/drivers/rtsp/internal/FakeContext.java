package io.sluice.drivers.rtsp.internal;

import java.lang.reflect.Proxy;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.ServiceRegistration;

/** A bundle context that takes registrations and has no services: all that a component's status reports need. */
final class FakeContext {

    private FakeContext() {}

    static BundleContext create() {
        return proxy(BundleContext.class);
    }

    private static <T> T proxy(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                FakeContext.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getReturnType() == Filter.class) {
                        return proxy(Filter.class);
                    }
                    if (method.getReturnType() == ServiceRegistration.class) {
                        return proxy(ServiceRegistration.class);
                    }
                    return switch (method.getName()) {
                        case "hashCode" -> System.identityHashCode(self);
                        case "equals" -> self == arguments[0];
                        default -> null;
                    };
                }));
    }
}
