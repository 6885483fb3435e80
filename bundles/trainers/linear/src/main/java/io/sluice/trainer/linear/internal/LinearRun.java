package io.sluice.trainer.linear.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers samples until there are enough, then trains with exactly these, an epoch at a time with a checkpoint after each: how many
 * epochs were done, of how many samples, when it began, and the weights.
 */
final class LinearRun implements TaskRun {

    private static final Logger LOG = LoggerFactory.getLogger(LinearRun.class);
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final long STOP_MILLIS = 5000;
    private static final int HEAD = 16;
    /** Of a checkpoint, of one megabyte. */
    private static final int MOST_WEIGHTS = 250_000;

    private final TaskContext context;
    private final Clock clock;
    private final Samples samples;
    private final Wish wish;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private final Object lock = new Object();
    private boolean training;
    private int epochs;
    private long unused;
    private volatile boolean paused;
    private volatile boolean closed;

    LinearRun(Wish wish, TaskContext context, Clock clock) {
        this.wish = wish;
        this.context = context;
        this.clock = clock;
        samples = new Samples(context.scratch().resolve("samples"));
        thread = new Thread(this::work, "trainer-linear");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    void begin() {
        thread.start();
    }

    @Override
    public void take(TaskResultBody result) {
        List<Sample> found = Sample.of(result);
        synchronized (lock) {
            if (training || samples.full()) {
                unused += found.size();
            } else {
                int before = samples.size();
                samples.add(found);
                unused += found.size() - (samples.size() - before);
            }
        }
        news.release();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        news.release();
    }

    @Override
    public void change(JsonObject arguments) {
        if (!Wish.of(arguments).equals(wish)) {
            throw new InvalidInputException("runner.arguments.fixed", "AlgArgs", "A training that began goes on as it began.",
                    "Give a new task.");
        }
    }

    @Override
    public JsonObject occupied() {
        synchronized (lock) {
            return JsonObject.builder().put("Samples", samples.size()).put("SamplesWanted", wish.samples())
                    .put("SamplesUnused", unused).put("EpochsDone", epochs).build();
        }
    }

    @Override
    public void close() {
        closed = true;
        news.release();
        try {
            // Not interrupted: that would close the files which it may be at.
            thread.join(STOP_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        samples.close();
    }

    private void work() {
        while (!closed) {
            try {
                if (!paused && enough()) {
                    train();
                    return;
                }
                news.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                news.drainPermits();
            } catch (UnavailableException later) {
                LOG.debug("A training waits", later);
                rest();
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException error) {
                LOG.error("A training failed", error);
                context.failed(ExceptionCode.RUNNING_FAILED, "It cannot train: " + error);
                return;
            }
        }
    }

    private void rest() {
        try {
            news.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            closed = true;
        }
    }

    private boolean enough() {
        synchronized (lock) {
            training |= context.checkpoint().isPresent() || samples.size() >= wish.samples() || samples.full();
            return training;
        }
    }

    private void train() throws InterruptedException {
        ByteBuffer saved = ByteBuffer.wrap(context.checkpoint().orElseGet(this::first));
        int done = saved.getInt();
        int count = saved.getInt();
        Instant began = Instant.ofEpochMilli(saved.getLong());
        Split split = Split.of(samples.all().subList(0, count), wish);
        Regression regression = new Regression(split.training());
        if (regression.classes().size() < 2 || split.heldOut().isEmpty()
                || regression.classes().size() * (regression.features() + 1L) > MOST_WEIGHTS) {
            context.failed(ExceptionCode.DATA_SOURCE_FAILED, "The samples have " + regression.classes().size() + " classes and "
                    + regression.features() + " features, " + split.heldOut().size()
                    + " are held out: it takes at least two classes and two groups, and at most " + MOST_WEIGHTS + " weights.");
            return;
        }
        double lossBefore = regression.loss(split.heldOut());
        if (done > 0) {
            regression.restore(Arrays.copyOfRange(saved.array(), HEAD, saved.capacity()));
        }
        for (int epoch = done; epoch < wish.epochs(); epoch++) {
            while (paused && !closed) {
                news.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (closed) {
                return;
            }
            regression.epoch(epoch, wish);
            save(epoch + 1, count, began, regression.saved());
            synchronized (lock) {
                epochs = epoch + 1;
            }
            context.progress(100 * (epoch + 1) / (wish.epochs() + 1));
        }
        context.emit("model", began, Outcome.of(regression, new Outcome.Figures(split.training().size(), split.heldOut().size(),
                majority(split), regression.accuracy(split.heldOut()), lossBefore, regression.loss(split.heldOut())), wish));
        context.progress(100);
        context.finished();
    }

    /** Which samples it is trained with is settled before it begins. */
    private byte[] first() {
        return save(0, samples.size(), clock.instant(), new byte[0]);
    }

    private byte[] save(int done, int count, Instant began, byte[] weights) {
        byte[] state = ByteBuffer.allocate(HEAD + weights.length).putInt(done).putInt(count).putLong(began.toEpochMilli())
                .put(weights).array();
        context.checkpoint(state);
        return state;
    }

    /** What telling always the most frequent class would reach. */
    private static double majority(Split split) {
        Map<String, Long> counts = split.training().stream()
                .collect(Collectors.groupingBy(Sample::label, TreeMap::new, Collectors.counting()));
        String most = counts.entrySet().stream().max(Comparator.comparing(Map.Entry::getValue)).orElseThrow().getKey();
        return (double) split.heldOut().stream().filter(sample -> sample.label().equals(most)).count() / split.heldOut().size();
    }
}
