package io.sluice.runner.inference.internal;

import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.Cameras;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.frame.FrameStamp;
import io.sluice.api.frame.Region;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskDispatchInfo.AlgModelInfo;
import io.sluice.api.message.TaskDispatchInfo.Destination;
import io.sluice.api.message.TaskDispatchInfo.InputInfo;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.model.StageSpec;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Detection;
import io.sluice.api.result.ResultQuery;
import io.sluice.api.result.ResultStore;
import io.sluice.api.result.StoredResult;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.api.status.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** What tasks of inference see of a gateway: cameras, one algorithm and results, in memory. */
final class FakeGateway implements Cameras, ResultStore, StatusSource {

    static final String SCHEMA = """
            {"type": "object", "properties": {"limit": {"type": "integer", "minimum": 1}}, "additionalProperties": false}""";

    final Map<String, CameraSpec> cameras = new ConcurrentHashMap<>();
    private final List<StoredResult> results = new ArrayList<>();
    volatile boolean storeAway;
    /** Number of the last unit that was played of a recording which has ended. */
    volatile Optional<String> ended = Optional.empty();
    /** Number of the last unit of which all is stored. */
    volatile String settled = "-1";

    static TaskDispatchInfo task(int algorithm, String version, String address, Optional<JsonObject> arguments) {
        return new TaskDispatchInfo("task", Optional.of("Look"), Optional.empty(), OptionalInt.of(8), OptionalInt.empty(),
                Optional.empty(), Optional.empty(), TaskDispatchInfo.RESIDENT, Optional.empty(),
                new AlgModelInfo(algorithm, Optional.empty(), version, Optional.empty(), Optional.empty()),
                new InputInfo(Optional.of(address), arguments, OptionalInt.of(4)),
                List.of(new Destination(Optional.empty(), Optional.of("http://127.0.0.1:9/"))));
    }

    static TaskDispatchInfo task(String address) {
        return task(7, "1.0", address, Optional.empty());
    }

    void found(String camera, String version, String label) {
        found(camera, version, label, results.size() + 100);
    }

    /** @param second since 1970, when the picture was taken */
    synchronized void found(String camera, String version, String label, long second) {
        long id = results.size() + 100;
        results.add(new StoredResult(id, new AnalysisResult(new FrameStamp(camera, id, id * 10, Instant.ofEpochSecond(second)),
                "persons", version, List.of(new Detection(label, 0.75, new Region(0.1, 0.2, 0.3, 0.4), OptionalLong.of(5))),
                List.of(), List.of())));
    }

    @Override
    public List<Status> statuses() {
        List<Status> told = new ArrayList<>();
        for (String camera : cameras.keySet()) {
            ended.ifPresent(last -> told.add(status(Subject.CAMERA, camera, "recording.ended", Map.of("sequence", last))));
            told.add(status(Subject.ANALYSIS, camera + "/persons", "analysis.stream.waiting", Map.of("settled", settled)));
        }
        return told;
    }

    private static Status status(String kind, String id, String code, Map<String, String> details) {
        return new Status(new Subject(kind, id), Health.OK, code, "", "", details, Instant.EPOCH);
    }

    @Override
    public void append(List<AnalysisResult> more) {
        throw new AssertionError("only to be read here");
    }

    @Override
    public synchronized List<StoredResult> find(ResultQuery query) {
        if (storeAway) {
            throw new UnavailableException("results.database.absent", "There is no database.", "", null);
        }
        return results.stream()
                .filter(result -> result.result().frame().cameraId().equals(query.cameraId().orElseThrow()))
                .filter(result -> result.id() > query.afterId().orElseThrow())
                .limit(query.limit())
                .toList();
    }

    @Override
    public List<CameraSpec> list() {
        return List.copyOf(cameras.values());
    }

    @Override
    public Optional<CameraSpec> find(String id) {
        return Optional.ofNullable(cameras.get(id));
    }

    @Override
    public boolean put(CameraSpec spec) {
        throw new UnsupportedOperationException("a task's camera is forgotten at the next start");
    }

    @Override
    public boolean putTransient(CameraSpec spec) {
        return cameras.put(spec.id(), spec) == null;
    }

    @Override
    public boolean remove(String id) {
        return cameras.remove(id) != null;
    }

    /** One algorithm, of which version 0.9 is kept as well. */
    static final class Algorithms implements ModelRepository {

        private static final AlgorithmDescriptor PERSONS = new AlgorithmDescriptor("persons", 7, "Persons", "1.0", "detection",
                SCHEMA, List.of("person"), List.of(),
                List.of(new StageSpec("look", StageSpec.Kind.MODEL, "persons", "", "{}")), "00");

        @Override
        public List<AlgorithmDescriptor> list() {
            return List.of(PERSONS);
        }

        @Override
        public Optional<AlgorithmDescriptor> find(String id) {
            return Optional.of(PERSONS).filter(known -> known.id().equals(id));
        }

        @Override
        public Optional<AlgorithmDescriptor> find(String id, String version) {
            return find(id).filter(known -> version.equals("1.0") || version.equals("0.9"));
        }
    }
}
