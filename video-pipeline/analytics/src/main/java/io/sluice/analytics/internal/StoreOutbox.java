package io.sluice.analytics.internal;

import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.ResultStore;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the results of all analyses on a thread of its own, in batches, so that a slow or absent store holds up no
 * analysis. Keeps results while the store is away and repeats what failed; storing twice does no harm by the store's
 * contract.
 */
@Component(service = Outbox.class)
public final class StoreOutbox implements Outbox {

    static final Subject SUBJECT = new Subject(Subject.ANALYSIS, "outbox");

    private static final Logger LOG = LoggerFactory.getLogger(StoreOutbox.class);
    private static final int CAPACITY = 10_000;
    private static final int BATCH = 200;
    private static final long RETRY_MILLIS = 1000;
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(3);
    /** Absences shorter than this, such as an update of the store's bundle, are no news. */
    private static final long NEWS_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ResultQueue queue;
    private final StatusReports statuses;
    private final Thread thread = new Thread(this::run, "analysis-outbox");
    private volatile ResultStore store;
    private volatile long drainDeadline;
    private long failingSince;
    private long lostReported;

    @Activate
    public StoreOutbox(BundleContext context) {
        this(context, CAPACITY);
    }

    StoreOutbox(BundleContext context, int capacity) {
        queue = new ResultQueue(capacity);
        statuses = new StatusReports(context);
        thread.start();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setStore(ResultStore next) {
        store = next;
        queue.poke();
    }

    void unsetStore(ResultStore former) {
        if (store == former) {
            store = null;
        }
    }

    @Deactivate
    void deactivate() {
        drainDeadline = System.nanoTime() + DRAIN_NANOS;
        queue.close();
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        if (queue.size() > 0) {
            LOG.warn("{} results were not stored, because the store is away", queue.size());
        }
        statuses.close();
    }

    @Override
    public void put(AnalysisResult result) {
        queue.put(result);
    }

    @Override
    public boolean settled() {
        return queue.size() == 0;
    }

    private void run() {
        try {
            for (List<AnalysisResult> batch = queue.peek(BATCH); !batch.isEmpty(); batch = queue.peek(BATCH)) {
                if (stored(batch)) {
                    queue.remove(batch);
                } else if (queue.closed() && (store == null || System.nanoTime() - drainDeadline > 0)) {
                    return;
                } else {
                    queue.pause(RETRY_MILLIS);
                }
                report();
            }
        } catch (InterruptedException stopped) {
            LOG.debug("The outbox was interrupted");
        }
    }

    private boolean stored(List<AnalysisResult> batch) {
        ResultStore present = store;
        try {
            if (present != null) {
                present.append(batch);
                failingSince = 0;
                return true;
            }
        } catch (RuntimeException error) {
            LOG.warn("{} results could not be stored; they are kept and stored later", batch.size(), error);
        }
        failingSince = failingSince == 0 ? System.nanoTime() : failingSince;
        return false;
    }

    private void report() {
        long lost = queue.lost();
        if (failingSince != 0) {
            if (lost > 0) {
                statuses.report(SUBJECT, Health.FAILED, "analysis.results.lost",
                        "The store of results is away, and room for keeping results ran out: results are being lost.",
                        "See the status of the store and of its bundle.");
            } else if (System.nanoTime() - failingSince > NEWS_NANOS) {
                statuses.report(SUBJECT, Health.DEGRADED, "analysis.results.kept",
                        "The store of results is away; results are kept in memory and stored when it returns.",
                        "See the status of the store and of its bundle.");
            }
        } else if (lost > lostReported) {
            lostReported = lost;
            statuses.report(SUBJECT, Health.DEGRADED, "analysis.results.missed",
                    "The store of results was away; results are stored again, but " + lost + " were lost.",
                    "", Map.of("lost", Long.toString(lost)));
        } else if (lost == 0) {
            statuses.ok(SUBJECT, "analysis.results.stored", "Results are stored.");
        }
    }
}
