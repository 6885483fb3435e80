package io.sluice.support.process;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Bundles and all that they are wired to, each after those it needs. */
public final class Closure {

    private final Set<Bundle> bundles = new LinkedHashSet<>();
    private final Set<Bundle> seen = new LinkedHashSet<>();

    public Closure with(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (bundle.getBundleId() == 0 || wiring == null || !seen.add(bundle)) {
            return this;
        }
        for (BundleWire wire : wiring.getRequiredWires(null)) {
            with(wire.getProvider().getBundle());
        }
        bundles.add(bundle);
        // Native code may lie in a fragment.
        for (BundleWire wire : wiring.getProvidedWires(HostNamespace.HOST_NAMESPACE)) {
            with(wire.getRequirer().getBundle());
        }
        return this;
    }

    public List<Bundle> bundles() {
        return List.copyOf(bundles);
    }
}
