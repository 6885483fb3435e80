package io.sluice.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * Makes the bundles of a framework equal to a release, changing only what differs: installs what is new, updates what
 * has another content, uninstalls what no feature names any more. Works on the framework before it is started.
 */
final class Reconciler {

    private static final String SCHEME = "feature:";

    private final BundleContext context;
    private final Path stampFile;

    /** @param stampFile notes what content each bundle has; lies with the framework's cache and is lost with it */
    Reconciler(BundleContext context, Path stampFile) {
        this.context = context;
        this.stampFile = stampFile;
    }

    /**
     * What came of it.
     *
     * @param bundles the bundles of the release by location
     * @param failures why a bundle could not be installed, by location
     * @param changes what was done, one line each
     */
    record Outcome(Map<String, Bundle> bundles, Map<String, String> failures, List<String> changes) {}

    Outcome reconcile(Release release) throws IOException {
        Outcome outcome = new Outcome(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        Properties stamps = readStamps();
        removeOthers(release, stamps, outcome);
        for (Release.Item item : release.items().values()) {
            try {
                outcome.bundles().put(item.location(), bring(item, stamps, outcome));
            } catch (BundleException | IOException | RuntimeException error) {
                outcome.failures().put(item.location(), Causes.of(error));
            }
        }
        try (Writer writer = Files.newBufferedWriter(stampFile)) {
            stamps.store(writer, null);
        }
        return outcome;
    }

    private Bundle bring(Release.Item item, Properties stamps, Outcome outcome) throws BundleException, IOException {
        Bundle bundle = context.getBundle(item.location());
        if (bundle == null) {
            try (InputStream content = Files.newInputStream(item.file())) {
                bundle = context.installBundle(item.location(), content);
            }
            outcome.changes().add("installed " + item.location() + " " + item.version());
        } else if (!item.stamp().equals(stamps.getProperty(item.location()))) {
            try (InputStream content = Files.newInputStream(item.file())) {
                bundle.update(content);
            }
            outcome.changes().add("updated " + item.location() + " to " + item.version());
        }
        stamps.setProperty(item.location(), item.stamp());
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        if (level.getStartLevel() != item.startLevel()) {
            level.setStartLevel(item.startLevel());
        }
        return bundle;
    }

    private void removeOthers(Release release, Properties stamps, Outcome outcome) {
        for (Bundle bundle : context.getBundles()) {
            String location = bundle.getLocation();
            if (location.startsWith(SCHEME) && !release.items().containsKey(location)) {
                try {
                    bundle.uninstall();
                    stamps.remove(location);
                    outcome.changes().add("uninstalled " + location);
                } catch (BundleException error) {
                    outcome.failures().put(location, Causes.of(error));
                }
            }
        }
    }

    private Properties readStamps() throws IOException {
        Properties stamps = new Properties();
        if (Files.exists(stampFile)) {
            try (Reader reader = Files.newBufferedReader(stampFile)) {
                stamps.load(reader);
            }
        }
        return stamps;
    }
}
