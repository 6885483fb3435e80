package io.sluice.runner.features.internal;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.runner.features.internal.library.FeatureLibraries;
import io.sluice.runner.features.internal.library.LibraryWatch;
import io.sluice.support.status.StatusReports;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The libraries in {@code <data>/feature-libraries}, for this bundle's runner and resource; says how they are. */
@Component(service = LibrariesComponent.class)
public final class LibrariesComponent implements LibraryWatch {

    private final StatusReports statuses;
    private final FeatureLibraries libraries;

    @Activate
    public LibrariesComponent(BundleContext context) {
        String data = context.getProperty("sluice.data");
        Path root = data == null ? context.getDataFile("").toPath() : Path.of(data);
        statuses = new StatusReports(context);
        libraries = new FeatureLibraries(root.resolve("feature-libraries"), Clock.systemUTC(), this);
    }

    @Deactivate
    void deactivate() {
        libraries.close();
        statuses.close();
    }

    FeatureLibraries libraries() {
        return libraries;
    }

    @Override
    public void usable(String library) {
        statuses.ok(subject(library), "feature.library.ready", "The library is open.");
    }

    @Override
    public void unusable(String library, String reason) {
        statuses.report(subject(library), Health.FAILED, "feature.library.failed", "The library " + library + " cannot be used: " + reason,
                "See whether the disk has room and can be written to. Where its files are damaged, restore them from a backup or remove them.",
                Map.of("library", library, "reason", reason));
    }

    @Override
    public void gone(String library) {
        statuses.gone(subject(library));
    }

    private static Subject subject(String library) {
        return new Subject("store", "features/" + library);
    }
}
