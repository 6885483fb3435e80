package io.sluice.runner.compression.internal;

import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.TaskDispatchInfo.AlgModelInfo;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.AlgorithmStatus;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.api.model.CompressionJobs;
import io.sluice.api.model.ModelRepository;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Jobs that do nothing by themselves, of one algorithm with number 7. Outlives runners as the gateway's part does. */
final class MemoryJobs implements CompressionJobs {

    static final AlgModelInfo ALGORITHM = new AlgModelInfo(7, Optional.empty(), "1.0", Optional.empty(), Optional.empty());

    private static final AlgorithmDescriptor KNOWN = new AlgorithmDescriptor("joints", 7, "Joints", "1.0", "detection", "{}",
            List.of("joint"), List.of(), List.of(), "00");
    private static final String FIGURES = "{\"bytes\": {\"before\": 1000, \"after\": 250}, \"verdict\": \"good\", \"kept\": true}";

    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> versions = new CopyOnWriteArrayList<>();
    volatile SluiceException against;
    volatile boolean busy;
    volatile int refused;
    private volatile Job latest = new Job("none", State.CANCELLED, 0, Optional.empty(), "");

    void state(State state, double progress) {
        latest = new Job(latest.id(), state, progress, Optional.empty(), "");
    }

    State now() {
        return latest.state();
    }

    void made(String version) {
        versions.add(version);
        end(State.DONE, "");
    }

    void end(State state, String problem) {
        latest = new Job(latest.id(), state, 1, Optional.of(FIGURES), problem);
    }

    ModelRepository repository() {
        return new ModelRepository() {
            @Override
            public List<AlgorithmDescriptor> list() {
                return List.of(KNOWN);
            }

            @Override
            public Optional<AlgorithmDescriptor> find(String id) {
                return Optional.of(KNOWN);
            }

            @Override
            public Optional<AlgorithmDescriptor> find(String id, String version) {
                return Optional.empty();
            }
        };
    }

    AlgorithmStore store() {
        return (AlgorithmStore) Proxy.newProxyInstance(MemoryJobs.class.getClassLoader(), new Class<?>[] {AlgorithmStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("versions")) {
                        return versions.stream().map(MemoryJobs::version).toList();
                    }
                    // A service in a set is compared.
                    return method.getName().equals("equals") ? (Object) (proxy == arguments[0]) : System.identityHashCode(proxy);
                });
    }

    private static AlgorithmVersion version(String version) {
        return new AlgorithmVersion("joints", 7, "Joints", version, "detection", AlgorithmStatus.NOT_IN_USE, "cd", "ef", 300,
                Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty(), List.of("made on this gateway"));
    }

    @Override
    public void check(String request) {
        if (against != null) {
            throw against;
        }
    }

    @Override
    public synchronized Job begin(String request) {
        if (busy) {
            refused++;
            throw new UnavailableException("compression.queue.full", "8 jobs are waiting.", "", null);
        }
        requests.add(request);
        latest = new Job("job-" + requests.size(), State.WAITING, 0, Optional.empty(), "");
        return latest;
    }

    @Override
    public Job find(String id) {
        if (!id.equals(latest.id())) {
            throw new NotFoundException("compression.job.unknown", "There is no job " + id + ".");
        }
        return latest;
    }

    @Override
    public void cancel(String id) {
        if (id.equals(latest.id()) && (latest.state() == State.WAITING || latest.state() == State.RUNNING)) {
            state(State.CANCELLED, 0);
        }
    }
}
