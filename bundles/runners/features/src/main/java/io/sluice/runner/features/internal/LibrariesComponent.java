package io.sluice.runner.features.internal;

import io.sluice.runner.features.internal.library.FeatureLibraries;
import java.nio.file.Path;
import java.time.Clock;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The libraries in {@code <data>/feature-libraries}, for this bundle's runner and resource. */
@Component(service = LibrariesComponent.class)
public final class LibrariesComponent {

    private final FeatureLibraries libraries;

    @Activate
    public LibrariesComponent(BundleContext context) {
        String data = context.getProperty("sluice.data");
        Path root = data == null ? context.getDataFile("").toPath() : Path.of(data);
        libraries = new FeatureLibraries(root.resolve("feature-libraries"), Clock.systemUTC());
    }

    @Deactivate
    void deactivate() {
        libraries.close();
    }

    FeatureLibraries libraries() {
        return libraries;
    }
}
