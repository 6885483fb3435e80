package io.sluice.api.model;

import org.osgi.annotation.versioning.ProviderType;

/** The exchange of packages with the repository of another gateway. Thread-safe. */
@ProviderType
public interface PackageExchange {

    /** Compares now, and tries packages again that were refused. Returns at once; the status tells what came of it. */
    void tryAgain();
}
