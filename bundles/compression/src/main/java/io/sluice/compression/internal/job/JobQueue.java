package io.sluice.compression.internal.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs one at a time and remembers them; those that a stop of the gateway interrupted can be repeated by their request.
 * Thread-safe. Owns its thread.
 */
public final class JobQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);
    private static final int MOST_WAITING = 8;
    private static final int ID_LENGTH = 12;

    private final JobFiles files;
    private final int mostKept;
    private final Clock clock;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final Map<String, Future<?>> running = new ConcurrentHashMap<>();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "compression"));
    private volatile boolean closing;

    /** @param mostKept jobs remembered; of more, the oldest that have ended are forgotten */
    public JobQueue(Path folder, int mostKept, Clock clock) {
        this.files = new JobFiles(folder);
        this.mostKept = mostKept;
        this.clock = clock;
        for (Job job : files.load()) {
            jobs.put(job.id(), job);
            if (!job.state().ended()) {
                interrupted(job);
            }
        }
    }

    /** Those of a kind, the latest first. */
    public List<Job> list(String kind) {
        return jobs.values().stream()
                .filter(job -> job.kind().equals(kind))
                .sorted(Comparator.comparing(Job::created).reversed())
                .toList();
    }

    /** @throws NotFoundException when there is none */
    public Job find(String kind, String id) {
        return Optional.ofNullable(jobs.get(id))
                .filter(job -> job.kind().equals(kind))
                .orElseThrow(() -> new NotFoundException("compression.job.unknown", "There is no job '" + id + "'."));
    }

    /**
     * Takes a job.
     *
     * @param request by which it can be repeated
     * @throws UnavailableException when too many wait
     */
    public synchronized Job add(String kind, JsonNode request, Work work) {
        long waiting = jobs.values().stream().filter(job -> !job.state().ended()).count();
        if (waiting >= MOST_WAITING) {
            throw new UnavailableException("compression.queue.full", waiting + " jobs are waiting or running already.",
                    "Wait until one has ended, or cancel one.", null);
        }
        String id = UUID.randomUUID().toString().replace("-", "").substring(0, ID_LENGTH);
        Job job = new Job(id, kind, request, clock.instant());
        jobs.put(id, job);
        files.save(job);
        running.put(id, thread.submit(() -> run(job, work)));
        forgetSurplus();
        return job;
    }

    /** Ends a job that has not ended, and forgets one that has. */
    public synchronized void remove(String kind, String id) {
        Job job = find(kind, id);
        if (job.state().ended()) {
            jobs.remove(id);
            files.delete(id);
            return;
        }
        Future<?> task = running.remove(id);
        boolean waiting = job.state() == State.WAITING;
        if (task != null) {
            task.cancel(true);
        }
        if (waiting && !job.state().ended()) {
            end(job, State.CANCELLED, Optional.empty(), Optional.empty());
        }
    }

    /** Interrupts what runs. Returns when it has ended. */
    @Override
    public void close() {
        closing = true;
        thread.shutdownNow();
        try {
            thread.awaitTermination(20, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        jobs.values().stream().filter(job -> !job.state().ended()).forEach(this::interrupted);
    }

    private void run(Job job, Work work) {
        synchronized (this) {
            if (job.state().ended()) {
                return;
            }
            job.start(clock.instant());
        }
        files.save(job);
        try {
            JsonNode result = work.run(job);
            end(job, State.DONE, Optional.of(result), Optional.empty());
        } catch (BoundMissed refusal) {
            end(job, State.REFUSED, Optional.empty(), Optional.of(problem("compression.bounds.missed",
                    refusal.getMessage(), "Lower the bound if that will do, or leave the model as it is.")));
        } catch (InterruptedException stopped) {
            if (closing) {
                interrupted(job);
            } else {
                end(job, State.CANCELLED, Optional.empty(), Optional.empty());
            }
        } catch (SluiceException fault) {
            end(job, State.FAILED, Optional.empty(),
                    Optional.of(problem(fault.code(), fault.getMessage(), fault.remedy())));
        } catch (RuntimeException error) {
            LOG.error("The job {} failed unexpectedly", job.id(), error);
            end(job, State.FAILED, Optional.empty(), Optional.of(problem(
                    "internal", "The gateway could not do this job.", "See the gateway's log.")));
        } finally {
            running.remove(job.id());
        }
    }

    private void interrupted(Job job) {
        end(job, State.INTERRUPTED, Optional.empty(), Optional.of(problem("compression.job.interrupted",
                "The gateway, or this part of it, stopped before the job had ended.", "Repeat the job.")));
    }

    private void end(Job job, State state, Optional<JsonNode> result, Optional<JsonNode> problem) {
        job.end(state, clock.instant(), result, problem);
        files.save(job);
        LOG.info("The {} job {} ended: {}", job.kind(), job.id(), state);
    }

    private void forgetSurplus() {
        jobs.values().stream()
                .filter(job -> job.state().ended())
                .sorted(Comparator.comparing(Job::created).reversed())
                .skip(mostKept)
                .forEach(job -> {
                    jobs.remove(job.id());
                    files.delete(job.id());
                });
    }

    private static JsonNode problem(String code, String message, String remedy) {
        return JsonNodeFactory.instance.objectNode().put("code", code).put("message", message).put("remedy", remedy);
    }
}
