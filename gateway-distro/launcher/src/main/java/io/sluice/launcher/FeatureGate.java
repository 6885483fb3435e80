package io.sluice.launcher;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Lets only features pass that resolve as a whole. Asks the framework's own resolver, and takes out what does not pass,
 * which may leave others without what they need, until all that is left resolves.
 */
final class FeatureGate {

    private static final long REFRESH_SECONDS = 30;

    private final Bundle framework;
    private final FrameworkWiring wiring;
    private final Map<String, Bundle> bundles;

    FeatureGate(Bundle framework, Map<String, Bundle> bundles) {
        this.framework = framework;
        this.wiring = framework.adapt(FrameworkWiring.class);
        this.bundles = bundles;
    }

    /**
     * @param features locations of each feature's bundles
     * @param failures why a bundle could not be installed, by location
     * @return the features that do not pass, and why
     */
    Map<String, Refusal> refuse(Map<String, List<String>> features, Map<String, String> failures)
            throws BundleException, InterruptedException {
        Map<String, List<String>> left = new LinkedHashMap<>(features);
        Map<String, Refusal> refused = new LinkedHashMap<>();
        left.forEach((name, locations) -> locations.stream()
                .filter(failures::containsKey)
                .findFirst()
                .ifPresent(location -> refused.put(name, new Refusal(
                        "feature.incomplete", location + " cannot be installed: " + failures.get(location)))));
        takeOut(refused.keySet(), left);
        while (true) {
            Map<String, Refusal> round = unresolved(left);
            if (round.isEmpty()) {
                return refused;
            }
            refused.putAll(round);
            takeOut(round.keySet(), left);
        }
    }

    private Map<String, Refusal> unresolved(Map<String, List<String>> features) {
        Set<Bundle> all = new HashSet<>();
        features.values().forEach(locations -> locations.forEach(location -> all.add(bundles.get(location))));
        wiring.resolveBundles(all);
        MissingCapabilities missing = new MissingCapabilities(List.of(framework.getBundleContext().getBundles()));
        Map<String, Refusal> refused = new LinkedHashMap<>();
        features.forEach((name, locations) -> {
            List<String> reasons = locations.stream()
                    .map(bundles::get)
                    .filter(bundle -> bundle.getState() == Bundle.INSTALLED)
                    .map(missing::of)
                    .toList();
            if (!reasons.isEmpty()) {
                refused.put(name, new Refusal("feature.unresolved", String.join(" ", reasons)));
            }
        });
        return refused;
    }

    private void takeOut(Set<String> names, Map<String, List<String>> left)
            throws BundleException, InterruptedException {
        Set<String> gone = new HashSet<>();
        names.forEach(name -> gone.addAll(left.remove(name)));
        left.values().forEach(gone::removeAll);
        List<Bundle> removed = new ArrayList<>();
        for (String location : gone) {
            Bundle bundle = bundles.remove(location);
            if (bundle != null) {
                bundle.uninstall();
                removed.add(bundle);
            }
        }
        if (!removed.isEmpty()) {
            CountDownLatch refreshed = new CountDownLatch(1);
            wiring.refreshBundles(removed, event -> refreshed.countDown());
            if (!refreshed.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
                throw new BundleException("The framework did not rewire within " + REFRESH_SECONDS + " s.");
            }
        }
    }
}
