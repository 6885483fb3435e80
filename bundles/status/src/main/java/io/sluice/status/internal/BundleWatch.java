package io.sluice.status.internal;

import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.namespace.AbstractWiringNamespace;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;

/** Bundles that are installed and do not run, each with its cause. Looked at by one thread. */
final class BundleWatch implements FrameworkListener {

    /** Longer than the update of any bundle takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final BundleContext context;
    private final Map<Long, Throwable> startErrors = new ConcurrentHashMap<>();
    private final Map<Long, Instant> downSince = new HashMap<>();

    BundleWatch(BundleContext context) {
        this.context = context;
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR) {
            startErrors.put(event.getBundle().getBundleId(), event.getThrowable());
        }
    }

    /**
     * @param launchErrors causes the launcher knows, by symbolic name
     */
    List<Status> look(Map<String, String> launchErrors) {
        List<Status> statuses = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() == Bundle.ACTIVE) {
                startErrors.remove(bundle.getBundleId());
                downSince.remove(bundle.getBundleId());
            } else if (!isOverdue(bundle)) {
                continue;
            } else if (bundle.getState() == Bundle.INSTALLED) {
                statuses.add(unresolved(bundle));
            } else if (bundle.getState() == Bundle.RESOLVED && !isFragment(bundle)) {
                statuses.add(stopped(bundle, launchErrors.getOrDefault(bundle.getSymbolicName(), "")));
            }
        }
        return statuses;
    }

    /** Whether it should run by now: its start level is reached and no update can be under way. */
    private boolean isOverdue(Bundle bundle) {
        FrameworkStartLevel framework =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class);
        if (bundle.adapt(BundleStartLevel.class).getStartLevel() >= framework.getStartLevel()) {
            return false;
        }
        Instant since = downSince.computeIfAbsent(bundle.getBundleId(), id -> Instant.now());
        return since.plus(PATIENCE).isBefore(Instant.now());
    }

    private Status unresolved(Bundle bundle) {
        String missing = String.join("; ", missing(bundle));
        return status(bundle, "bundle.unresolved",
                "The bundle " + bundle.getSymbolicName() + " lacks " + missing + ".",
                "Install what is missing, or remove the feature that names this bundle.", missing);
    }

    private Status stopped(Bundle bundle, String launchError) {
        Throwable error = startErrors.get(bundle.getBundleId());
        String cause = error == null ? launchError : Causes.of(error);
        if (cause.isEmpty()) {
            cause = "it was stopped";
        }
        return status(bundle, "bundle.not_started",
                "The bundle " + bundle.getSymbolicName() + " does not run: " + cause + ".",
                "Remove the cause and restart the gateway, or install another version of the bundle.", cause);
    }

    private List<String> missing(Bundle bundle) {
        FrameworkWiring wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        List<String> missing = new ArrayList<>();
        for (BundleRequirement requirement : bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
            boolean optional = Namespace.RESOLUTION_OPTIONAL.equals(
                    requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
            boolean atRunTime = AbstractWiringNamespace.EFFECTIVE_ACTIVE.equals(
                    requirement.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE));
            if (!optional && !atRunTime && wiring.findProviders(requirement).isEmpty()) {
                missing.add(requirement.getNamespace() + " "
                        + requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, ""));
            }
        }
        return missing.isEmpty() ? List.of("something another bundle of it lacks") : missing;
    }

    private static Status status(Bundle bundle, String code, String message, String remedy, String cause) {
        String name = bundle.getSymbolicName();
        return new Status(new Subject(Subject.BUNDLE, name), Health.FAILED, code, message, remedy,
                Map.of("bundle", name, "cause", cause), Instant.now());
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }
}
