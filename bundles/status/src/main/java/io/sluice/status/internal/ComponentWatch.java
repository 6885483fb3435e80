package io.sluice.status.internal;

import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Components of running bundles that failed to activate, or wait too long for a service. Used by one thread. */
final class ComponentWatch {

    /** Longer than the update of any bundle takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, Instant> waitingSince = new HashMap<>();

    List<Status> look(ServiceComponentRuntime runtime) {
        List<Status> statuses = new ArrayList<>();
        Map<String, Instant> stillWaiting = new HashMap<>();
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
            for (ComponentConfigurationDTO component : runtime.getComponentConfigurationDTOs(description)) {
                if (component.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    statuses.add(failed(component));
                } else if (component.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
                    String key = description.bundle.id + "/" + description.name + "/" + component.id;
                    Instant since = waitingSince.getOrDefault(key, Instant.now());
                    stillWaiting.put(key, since);
                    if (since.plus(PATIENCE).isBefore(Instant.now())) {
                        statuses.add(waiting(component, since));
                    }
                }
            }
        }
        waitingSince.clear();
        waitingSince.putAll(stillWaiting);
        return statuses;
    }

    private static Status failed(ComponentConfigurationDTO component) {
        String bundle = component.description.bundle.symbolicName;
        String cause = Causes.ofTrace(String.valueOf(component.failure));
        return new Status(new Subject(Subject.BUNDLE, bundle), Health.FAILED, "bundle.component_failed",
                "The component " + component.description.name + " did not start: " + cause + ".",
                "Correct its configuration or install another version of the bundle; the log has the details.",
                Map.of("bundle", bundle, "component", component.description.name, "cause", cause), Instant.now());
    }

    private static Status waiting(ComponentConfigurationDTO component, Instant since) {
        String bundle = component.description.bundle.symbolicName;
        String lacks = Arrays.stream(component.unsatisfiedReferences)
                .map(reference -> Arrays.stream(component.description.references)
                        .filter(declared -> declared.name.equals(reference.name))
                        .map(declared -> declared.interfaceName)
                        .findFirst().orElse(reference.name))
                .distinct()
                .collect(Collectors.joining(", "));
        return new Status(new Subject(Subject.BUNDLE, bundle), Health.DEGRADED, "bundle.component_waiting",
                "The component " + component.description.name + " waits for " + lacks + ".",
                "Install or start the bundle that offers it; the component starts by itself then.",
                Map.of("bundle", bundle, "component", component.description.name, "service", lacks), since);
    }
}
