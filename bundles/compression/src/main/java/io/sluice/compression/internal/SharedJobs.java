package io.sluice.compression.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.model.CompressionJobs;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The jobs of compression for other bundles. Thread-safe. */
@Component(service = CompressionJobs.class)
public final class SharedJobs implements CompressionJobs {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Jobs jobs;

    @Activate
    public SharedJobs(@Reference Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public void check(String request) {
        jobs.check(read(request));
    }

    @Override
    public Job begin(String request) {
        return told(jobs.add(Jobs.Kind.COMPRESSION, read(request)));
    }

    @Override
    public Job find(String id) {
        return told(jobs.find(Jobs.Kind.COMPRESSION, id));
    }

    @Override
    public void cancel(String id) {
        jobs.list(Jobs.Kind.COMPRESSION).stream().filter(job -> job.id().equals(id) && !job.state().ended()).findFirst()
                .ifPresent(job -> jobs.remove(Jobs.Kind.COMPRESSION, id));
    }

    /** @throws InvalidInputException where it is no JSON */
    static JsonNode read(String request) {
        try {
            return JSON.readTree(request);
        } catch (JsonProcessingException wrong) {
            throw new InvalidInputException("http.json", "", "The request is no JSON: " + wrong.getOriginalMessage() + ".",
                    "Correct the request.");
        }
    }

    static Job told(io.sluice.compression.internal.job.Job job) {
        JsonNode document = job.document();
        return new Job(job.id(), State.valueOf(document.path("state").asText()), document.path("progress").asDouble(),
                Optional.of(document.path("figures")).filter(JsonNode::isObject).map(JsonNode::toString),
                document.at("/problem/message").asText());
    }
}
