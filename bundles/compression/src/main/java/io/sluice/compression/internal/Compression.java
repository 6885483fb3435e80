package io.sluice.compression.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.ModelData;
import io.sluice.compression.internal.job.BoundMissed;
import io.sluice.compression.internal.job.Job;
import io.sluice.compression.internal.job.Work;
import io.sluice.compression.internal.wire.Message;
import io.sluice.compression.internal.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Compresses one model of a version and keeps the outcome as another version.
 *
 * @param source what is there at the moment it runs
 * @param framesMb memory for frames
 * @param mostModelMb largest model
 */
record Compression(CompressionRequest request, Sources source, Supplier<Worker> worker, int framesMb, int mostModelMb)
        implements Work {

    /** So many more moments are looked at than frames are wanted, since many are like others. */
    static final int OVERSAMPLING = 3;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_VERSION = 19;
    private static final int MOST_VERSIONS = 100;

    @Override
    public JsonNode run(Job job) throws BoundMissed, InterruptedException {
        ModelChoice choice = source.choose(request.algorithm(), request.version(), request.model()).withoutInt8();
        AlgorithmStore store = source.store();
        String version = version(choice, store, request.newVersion());
        try (MemoryFolder folder = MemoryFolder.create(); BasePackage base = BasePackage.of(choice, store, folder)) {
            ObjectNode task = task(choice, frames(base));
            try (ModelData.Content content = choice.variant().data().open()) {
                checkSize(choice, content.bytes().remaining());
                try (Message result = worker.get().run(task, content.bytes(), folder, job)) {
                    job.figures(result.body().path("figures"));
                    if (!result.body().path("accepted").asBoolean()) {
                        throw new BoundMissed(result.body().path("figures").path("verdict").asText());
                    }
                    job.progress("importing", "importing version " + version, 0.95);
                    return keep(choice, store, base, version, result);
                }
            }
        }
    }

    private JsonNode keep(ModelChoice choice, AlgorithmStore store, BasePackage base, String version, Message result) {
        byte[] model = new byte[result.models().get(0).view().remaining()];
        result.models().get(0).view().duplicate().get(model);
        ObjectNode history = JSON.createObjectNode();
        history.put("algorithm", choice.algorithm().id()).put("madeOf", choice.algorithm().version())
                .put("sha256", choice.algorithm().sha256()).put("model", choice.model().id());
        history.set("request", request.document());
        history.set("figures", result.body().path("figures"));
        AlgorithmVersion kept = store.addMade(
                base.with(version, choice.model().id(), model, bytes(history)), lines(choice, result.body().path("figures")));
        return JSON.createObjectNode().put("algorithm", kept.id()).put("version", kept.version())
                .put("sha256", kept.sha256()).put("bytes", kept.bytes());
    }

    /** What people read of the version, in the order of its making. */
    private List<String> lines(ModelChoice choice, JsonNode figures) {
        List<String> lines = new ArrayList<>();
        lines.add("made on this gateway of version " + choice.algorithm().version() + ": the model " + choice.model().id()
                + " in int8, " + (request.dynamic() ? "quantised as it runs" : "calibrated on "
                + figures.path("frames").path("calibration").asInt() + " frames")
                + ", compared on " + figures.path("frames").path("heldOut").asInt() + " others");
        lines.add(choice.model().id() + ": " + figures.path("verdict").asText());
        JsonNode device = figures.path("device");
        if (device.isObject()) {
            lines.add(String.format(Locale.ROOT, "%s on %s: %.3f ms in int8 against %.3f ms in float32",
                    choice.model().id(), device.path("id").asText(), device.path("int8Millis").asDouble(),
                    device.path("float32Millis").asDouble()));
        }
        return lines;
    }

    private ObjectNode task(ModelChoice choice, ArrayNode frames) {
        ObjectNode task = Wire.object().put("task", "compression").put("method", request.dynamic() ? "dynamic" : "static");
        task.put("family", choice.model().family().name()).put("score", choice.model().scoreThreshold())
                .put("overlap", choice.model().overlapThreshold());
        InputSpec input = choice.model().input();
        ObjectNode spec = task.putObject("input").put("width", input.width()).put("height", input.height())
                .put("channels", input.channels().name()).put("fit", input.fit().name());
        spec.set("mean", JSON.valueToTree(input.mean()));
        spec.set("scale", JSON.valueToTree(input.scale()));
        task.set("frames", frames);
        long frame = (long) Float.BYTES * 3 * input.width() * input.height();
        long room = framesMb * 1_000_000L / frame;
        if (room < CompressionRequest.LEAST_FRAMES) {
            throw new RejectedException("compression.memory.short", "A frame of this model takes " + frame + " bytes, of "
                    + framesMb + " MB allowed.", "Raise 'frames.mb' of the configuration io.sluice.compression.", null);
        }
        task.put("count", Math.min(room, request.frames().count())).put("least", CompressionRequest.LEAST_FRAMES);
        task.putObject("bounds").put("agreement", request.agreement()).put("speedup", request.speedup())
                .put("findings", request.findings());
        String device = request.device().or(source.devices()::processor).map(source.devices()::require).orElse("");
        return task.put("device", device).put("processor", device.isEmpty() || source.devices().isProcessor(device));
    }

    private ArrayNode frames(BasePackage base) {
        ArrayNode frames = JSON.createArrayNode();
        if (request.frames().camera().isEmpty()) {
            base.pictures().forEach(picture -> frames.addObject().put("file", picture.toString()));
            if (frames.isEmpty()) {
                throw new RejectedException("compression.frames.few",
                        "The algorithm's test vectors have no pictures.", "Take recordings of a camera.", null);
            }
            return frames;
        }
        source.moments(request.frames(), OVERSAMPLING * request.frames().count()).forEach(recording -> {
            ArrayNode list = frames.addObject().put("file", recording.file().toString()).put("start", recording.start())
                    .putArray("moments");
            recording.moments().forEach(list::add);
        });
        return frames;
    }

    private void checkSize(ModelChoice choice, int bytes) {
        if (bytes > mostModelMb * 1_000_000L) {
            throw new RejectedException("compression.model.unfit", "The model '" + choice.model().id() + "' has " + bytes
                    + " bytes; more than " + mostModelMb + " MB are not taken.",
                    "Raise 'most.model.mb' of the configuration io.sluice.compression, or compress it elsewhere.", null);
        }
    }

    /**
     * The name of what is made: as wished, or made of the name it has.
     *
     * @throws RejectedException when it cannot be one, or is taken
     */
    static String version(ModelChoice choice, AlgorithmStore store, Optional<String> wished) {
        Set<String> taken = store.versions().stream()
                .filter(version -> version.id().equals(choice.algorithm().id()))
                .map(AlgorithmVersion::version)
                .collect(Collectors.toSet());
        taken.add(choice.algorithm().version());
        String name = wished.orElse(choice.algorithm().version() + "-int8");
        for (int number = 2; wished.isEmpty() && taken.contains(name) && number < MOST_VERSIONS; number++) {
            name = choice.algorithm().version() + "-int8." + number;
        }
        if (name.length() > LONGEST_VERSION || !name.matches("[0-9A-Za-z][0-9A-Za-z.+_-]*") || taken.contains(name)) {
            throw new RejectedException("compression.version.name", "'" + name + "' cannot be the name of the new version: "
                    + (taken.contains(name) ? "there is one of that name" : "1 to " + LONGEST_VERSION
                    + " letters, digits, '.', '+', '_' and '-' are taken") + ".", "Give another one as 'newVersion'.", null);
        }
        return name;
    }

    private static byte[] bytes(JsonNode history) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(history);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
