package io.sluice.results.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Detection;
import io.sluice.api.result.ResultListener;
import io.sluice.api.result.ResultQuery;
import io.sluice.api.result.ResultStore;
import io.sluice.api.result.StoredResult;
import io.sluice.support.sql.Database;
import io.sluice.support.status.StatusReports;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The results in a relational database; stays in service while the database is away, and says so. */
@Component(name = DurableResults.PID, service = ResultStore.class, immediate = true)
@Designate(ocd = ResultsConfig.class)
public final class DurableResults implements ResultStore {

    static final String PID = "io.sluice.results";

    private static final Logger LOG = LoggerFactory.getLogger(DurableResults.class);
    private static final int LONGEST = 200;

    private final List<ResultListener> listeners = new CopyOnWriteArrayList<>();
    private final StatusReports statuses;
    private final Database database;
    private final ResultWriter writer;

    @Activate
    public DurableResults(BundleContext context, ResultsConfig config) {
        statuses = new StatusReports(context);
        database = new Database(statuses, Schema.OWNER);
        Retention retention = new Retention(
                Duration.ofHours(Math.max(0, config.max_age_hours())), Math.max(0, config.max_results()));
        writer = new ResultWriter(database, retention, this::tell);
    }

    /** After the references are bound, so that a database that is there counts as there. */
    @Activate
    void start() {
        database.tryOut();
        writer.start();
    }

    @Deactivate
    void stop() throws InterruptedException {
        writer.close();
        statuses.close();
    }

    @Reference(
            target = "(store.name=main)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindDatabase(DataSource source) {
        database.use(source);
        // At once, or the absence would be told until somebody happens to need the database.
        database.tryOut();
    }

    void unbindDatabase(DataSource source) {
        database.drop(source);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindListener(ResultListener listener) {
        listeners.add(listener);
    }

    void unbindListener(ResultListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void append(List<AnalysisResult> results) {
        results.forEach(DurableResults::check);
        if (!results.isEmpty()) {
            writer.append(List.copyOf(results));
        }
    }

    @Override
    public List<StoredResult> find(ResultQuery query) {
        return database.run(connection -> ResultSelect.find(connection, query));
    }

    /** What a table cannot hold would otherwise fail the whole transaction, others' results included, for ever. */
    private static void check(AnalysisResult result) {
        checkLength("frame.cameraId", result.frame().cameraId(), 63);
        checkLength("modelId", result.modelId(), 63);
        checkLength("modelVersion", result.modelVersion(), LONGEST);
        if (Math.max(result.detections().size(), result.crossings().size()) > Schema.MOST_PARTS) {
            throw invalid("detections", "must be at most " + Schema.MOST_PARTS);
        }
        for (Detection detection : result.detections()) {
            checkLength("detections.label", detection.label(), LONGEST);
            var box = detection.box();
            double sum = detection.score() + box.x() + box.y() + box.width() + box.height();
            if (!Double.isFinite(sum)) {
                throw invalid("detections", "has a number that is not finite");
            }
        }
        result.crossings().forEach(crossing -> {
            checkLength("crossings.place", crossing.place(), LONGEST);
            checkLength("crossings.label", crossing.label(), LONGEST);
        });
    }

    private static void checkLength(String field, String value, int longest) {
        if (value.length() > longest || value.indexOf('\0') >= 0) {
            throw invalid(field, "must have at most " + longest + " characters, none of them NUL");
        }
    }

    private static InvalidInputException invalid(String field, String what) {
        return new InvalidInputException("results.invalid", field, "'" + field + "' " + what + ".", "");
    }

    private void tell(List<StoredResult> stored) {
        for (ResultListener listener : listeners) {
            try {
                listener.stored(stored);
            } catch (RuntimeException error) {
                LOG.error("A listener to results failed", error);
            }
        }
    }
}
