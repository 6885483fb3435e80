package io.sluice.placement.internal;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Demand;
import io.sluice.api.accel.DeviceUse;
import io.sluice.api.accel.Lease;
import io.sluice.api.accel.LeaseUse;
import io.sluice.api.accel.Placement;
import io.sluice.api.accel.PlacementView;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.placement.internal.pool.Announcer;
import io.sluice.placement.internal.pool.Clocks;
import io.sluice.placement.internal.pool.Pool;
import io.sluice.placement.internal.pool.PoolView;
import io.sluice.placement.internal.pool.Rules;
import io.sluice.placement.internal.pool.TimingStore;
import io.sluice.support.status.StatusReports;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
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

/** The pool as a service, fed with the accelerators there are. Owns its threads; frees every model with itself. */
@Component(
        name = PlacementComponent.PID,
        service = {Placement.class, PlacementView.class, Foresight.class},
        immediate = true)
@Designate(ocd = PlacementConfig.class)
public final class PlacementComponent implements Placement, PlacementView, Foresight {

    static final String PID = "io.sluice.placement";

    private static final Logger LOG = LoggerFactory.getLogger(PlacementComponent.class);
    private static final long TICK_SECONDS = 2;

    private final StatusReports statuses;
    private final ScheduledExecutorService planning;
    private final ExecutorService loading;
    private final Pool pool;
    private final PoolView view;

    @Activate
    public PlacementComponent(BundleContext context, PlacementConfig config) {
        statuses = new StatusReports(context);
        planning = Executors.newSingleThreadScheduledExecutor(named("placement"));
        loading = Executors.newCachedThreadPool(named("placement-load"));
        pool = new Pool(rules(config), new TimingStore(context.getDataFile("timings.txt").toPath()), Clocks.system(),
                planning, loading, new Announcer(board()));
        view = new PoolView(pool);
        planning.scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    @Deactivate
    void deactivate() {
        planning.shutdownNow();
        pool.close();
        loading.shutdown();
        statuses.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAccelerator(Accelerator accelerator, ServiceReference<Accelerator> reference) {
        pool.add(accelerator, reference);
    }

    void unbindAccelerator(Accelerator accelerator) {
        pool.remove(accelerator);
    }

    @Override
    public Lease place(Demand demand) {
        return pool.place(demand);
    }

    @Override
    public List<DeviceUse> devices() {
        return view.devices();
    }

    @Override
    public List<LeaseUse> leases() {
        return view.leases();
    }

    @Override
    public void foresee(String algorithm, List<ModelDescriptor> models) {
        pool.foresee(algorithm, models);
    }

    @Override
    public void forget(String algorithm) {
        pool.foresee(algorithm, List.of());
    }

    /** One faulty driver must not end the care for all others. */
    private void tick() {
        try {
            pool.tick();
        } catch (RuntimeException error) {
            LOG.warn("Looking after the accelerators failed; it is tried again", error);
        }
    }

    private Announcer.Board board() {
        return new Announcer.Board() {
            @Override
            public void report(
                    Subject subject, Health health, String code, String message, String remedy,
                    Map<String, String> details) {
                statuses.report(subject, health, code, message, remedy, details);
            }

            @Override
            public void gone(Subject subject) {
                statuses.gone(subject);
            }
        };
    }

    private static Rules rules(PlacementConfig config) {
        return new Rules(
                between(0.1, config.limit(), 1), between(1, config.margin(), 10),
                between(0, config.hottest_celsius(), 200), (int) between(1, config.failures_in_row(), 1000),
                seconds(1, config.back_off_seconds(), 3600), seconds(0, config.grace_seconds(), 86400),
                seconds(1, config.hang_seconds(), 3600), seconds(1, config.load_seconds(), 7200));
    }

    /** Configuration Admin checks no bounds, and a limit of 90 for 90 % would promise everything. */
    private static double between(double least, double value, double most) {
        double kept = Math.max(least, Math.min(most, value));
        if (kept != value) {
            LOG.warn("A setting of {} is out of its bounds: {} is used instead of {}", PID, kept, value);
        }
        return kept;
    }

    private static Duration seconds(int least, int value, int most) {
        return Duration.ofSeconds((long) between(least, value, most));
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
