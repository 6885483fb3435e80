package io.sluice.status.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the launcher tells of the start. The launcher lives outside the bundles and shares no type of ours with them, so it
 * speaks JSON.
 *
 * @param refused a status for each feature that was refused
 * @param bundleErrors why bundles did not start, by symbolic name
 */
record LaunchReport(List<Status> refused, Map<String, String> bundleErrors) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param launcher may be null: a framework that another launcher started */
    static LaunchReport of(Supplier<String> launcher) {
        if (launcher == null) {
            return new LaunchReport(List.of(), Map.of());
        }
        try {
            JsonNode report = JSON.readTree(launcher.get());
            List<Status> refused = new ArrayList<>();
            for (JsonNode feature : report.path("features")) {
                if (feature.path("state").asText().equals("refused")) {
                    refused.add(refused(feature.path("name").asText(), feature.path("reason").asText()));
                }
            }
            Map<String, String> errors = new HashMap<>();
            report.path("bundles").forEach(bundle -> errors.put(bundle.path("bundle").asText(), bundle.path("error").asText()));
            return new LaunchReport(refused, errors);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the launcher's report is no JSON", e);
        }
    }

    private static Status refused(String feature, String cause) {
        return new Status(new Subject(Subject.FEATURE, feature), Health.FAILED, "feature.refused",
                "The feature " + feature + " was refused: " + cause.replaceFirst("\\.$", "") + ".",
                "Add what it lacks or remove the feature, then restart the gateway.",
                Map.of("feature", feature, "cause", cause), Instant.now());
    }
}
