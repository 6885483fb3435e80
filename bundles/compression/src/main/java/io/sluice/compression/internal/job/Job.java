package io.sluice.compression.internal.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A job, as it is told and remembered. Thread-safe.
 *
 * <p>Its document holds no content of models.
 */
public final class Job {

    private final String id;
    private final String kind;
    private final JsonNode request;
    private final Instant created;
    private State state = State.WAITING;
    private String phase = "waiting";
    private String text = "";
    private double progress;
    private Optional<Instant> started = Optional.empty();
    private Optional<Instant> ended = Optional.empty();
    private Optional<JsonNode> figures = Optional.empty();
    private Optional<JsonNode> result = Optional.empty();
    private Optional<JsonNode> problem = Optional.empty();

    Job(String id, String kind, JsonNode request, Instant created) {
        this.id = id;
        this.kind = kind;
        this.request = request;
        this.created = created;
    }

    /** @throws RuntimeException when the document is not one that {@link #document()} made */
    static Job of(JsonNode document) {
        Job job = new Job(document.required("id").asText(), document.required("kind").asText(),
                document.required("request"), Instant.parse(document.required("created").asText()));
        job.state = State.valueOf(document.required("state").asText());
        job.phase = document.path("phase").asText();
        job.text = document.path("text").asText();
        job.progress = document.path("progress").asDouble();
        job.started = Optional.ofNullable(document.get("started")).map(JsonNode::asText).map(Instant::parse);
        job.ended = Optional.ofNullable(document.get("ended")).map(JsonNode::asText).map(Instant::parse);
        job.figures = Optional.ofNullable(document.get("figures"));
        job.result = Optional.ofNullable(document.get("result"));
        job.problem = Optional.ofNullable(document.get("problem"));
        return job;
    }

    public synchronized ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("id", id).put("kind", kind).put("state", state.name()).put("phase", phase).put("text", text)
                .put("progress", progress).put("created", created.toString());
        started.ifPresent(moment -> document.put("started", moment.toString()));
        ended.ifPresent(moment -> document.put("ended", moment.toString()));
        document.set("request", request);
        figures.ifPresent(value -> document.set("figures", value));
        result.ifPresent(value -> document.set("result", value));
        problem.ifPresent(value -> document.set("problem", value));
        return document;
    }

    public String id() {
        return id;
    }

    /** {@code compression} or {@code cut}. */
    public String kind() {
        return kind;
    }

    public JsonNode request() {
        return request;
    }

    public Instant created() {
        return created;
    }

    public synchronized State state() {
        return state;
    }

    /**
     * How far it is.
     *
     * @param word a phase, by which pages find their text
     * @param words the same with numbers, in English
     */
    public synchronized void progress(String word, String words, double part) {
        phase = word;
        text = words;
        progress = part;
    }

    /** What was measured, whatever comes of it. */
    public synchronized void figures(JsonNode measured) {
        figures = Optional.of(measured);
    }

    synchronized void start(Instant now) {
        state = State.RUNNING;
        started = Optional.of(now);
    }

    synchronized void end(State last, Instant now, Optional<JsonNode> outcome, Optional<JsonNode> fault) {
        state = last;
        ended = Optional.of(now);
        result = outcome;
        problem = fault;
        phase = "ended";
        progress = last == State.DONE || last == State.REFUSED ? 1 : progress;
    }
}
