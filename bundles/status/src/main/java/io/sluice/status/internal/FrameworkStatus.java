package io.sluice.status.internal;

import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the framework each second and reports what does not run, from the launcher's, the bundles' and the components' side. */
@Component(name = "io.sluice.status", immediate = true, service = {})
public final class FrameworkStatus {

    private static final Logger LOG = LoggerFactory.getLogger(FrameworkStatus.class);
    private static final long LOOK_EVERY_MS = 1000;

    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final StatusReports reports;
    private final BundleWatch bundles;
    private final ComponentWatch componentWatch = new ComponentWatch();
    private final ScheduledExecutorService looker;
    private Set<Subject> reported = Set.of();

    @Reference(target = "(sluice.launcher.report=*)", cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    private volatile Supplier<String> launcher;

    @Activate
    public FrameworkStatus(BundleContext context, @Reference ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
        reports = new StatusReports(context);
        bundles = new BundleWatch(context);
        context.addFrameworkListener(bundles);
        looker = Executors.newSingleThreadScheduledExecutor(call -> new Thread(call, "sluice-status"));
        looker.scheduleWithFixedDelay(this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        looker.shutdownNow();
        looker.awaitTermination(5, TimeUnit.SECONDS);
        context.removeFrameworkListener(bundles);
        reports.close();
    }

    private void look() {
        try {
            LaunchReport launch = LaunchReport.of(launcher);
            Map<Subject, Status> found = new LinkedHashMap<>();
            launch.refused().forEach(status -> found.put(status.subject(), status));
            // What a component says of its bundle is more precise than the bundle's own state, so it comes first.
            componentWatch.look(components).forEach(status -> found.putIfAbsent(status.subject(), status));
            bundles.look(launch.bundleErrors()).forEach(status -> found.putIfAbsent(status.subject(), status));
            report(found);
        } catch (RuntimeException e) {
            LOG.error("The framework's state could not be looked at; trying again", e);
        }
    }

    private void report(Map<Subject, Status> found) {
        for (Status status : found.values()) {
            Status kept = reports.report(status.subject(), status.health(), status.code(), status.message(),
                    status.remedy(), status.details());
            if (!reported.contains(status.subject())) {
                LOG.warn("{}: {} {}", kept.subject(), kept.message(), kept.remedy());
            }
        }
        for (Subject subject : reported) {
            if (!found.containsKey(subject)) {
                LOG.info("{} is well again or gone", subject);
                reports.gone(subject);
            }
        }
        reported = new HashSet<>(found.keySet());
    }
}
