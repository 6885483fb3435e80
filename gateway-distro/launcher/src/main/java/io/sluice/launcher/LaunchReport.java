package io.sluice.launcher;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Tells bundles how the start went, as JSON behind a type of the JDK, because the launcher shares no type of ours with
 * them. Goes on listening: a bundle that fails later is noted, one that starts after all is struck off. Thread-safe.
 *
 * <pre>{@code
 * {"started": "2026-01-01T00:00:00Z",
 *  "features": [{"name": "edge", "state": "started"},
 *               {"name": "x", "state": "refused", "code": "feature.unresolved", "reason": "..."}],
 *  "bundles": [{"bundle": "io.sluice.y", "error": "IllegalStateException: ..."}]}
 * }</pre>
 */
final class LaunchReport implements Supplier<String>, FrameworkListener, SynchronousBundleListener {

    /** Service property by which the report is found among other suppliers. */
    static final String PROPERTY = "sluice.launcher.report";

    private final Instant started = Instant.now();
    private final List<String> running;
    private final Map<String, Refusal> refused;
    private final Map<String, String> failed = new ConcurrentHashMap<>();

    LaunchReport(List<String> running, Map<String, Refusal> refused) {
        this.running = List.copyOf(running);
        this.refused = Map.copyOf(refused);
    }

    /** Bundles that failed to start and have not recovered, with the cause. */
    Map<String, String> failed() {
        return Map.copyOf(failed);
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        boolean ofBundle = event.getBundle() != null && event.getBundle().getBundleId() != 0;
        if (event.getType() == FrameworkEvent.ERROR && ofBundle && event.getBundle().getState() != Bundle.ACTIVE) {
            failed.put(event.getBundle().getSymbolicName(), Causes.of(event.getThrowable()));
        }
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        switch (event.getType()) {
            case BundleEvent.STARTED, BundleEvent.LAZY_ACTIVATION, BundleEvent.UNINSTALLED ->
                    failed.remove(event.getBundle().getSymbolicName());
            default -> { }
        }
    }

    @Override
    public String get() {
        JsonArrayBuilder features = Json.createArrayBuilder();
        running.forEach(name -> features.add(Json.createObjectBuilder().add("name", name).add("state", "started")));
        refused.forEach((name, refusal) -> features.add(Json.createObjectBuilder()
                .add("name", name)
                .add("state", "refused")
                .add("code", refusal.code())
                .add("reason", refusal.reason())));
        JsonArrayBuilder bundles = Json.createArrayBuilder();
        failed.forEach((bundle, error) ->
                bundles.add(Json.createObjectBuilder().add("bundle", bundle).add("error", error)));
        JsonObjectBuilder report = Json.createObjectBuilder()
                .add("started", started.toString())
                .add("features", features)
                .add("bundles", bundles);
        return report.build().toString();
    }
}
