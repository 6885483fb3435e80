package io.sluice.devices.internal;

import io.sluice.api.device.CameraDriver;
import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.Cameras;
import io.sluice.api.event.Topics;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link Cameras} service on the folder {@code <data>/etc/cameras}. */
@Component(name = "io.sluice.devices", immediate = true)
public final class CamerasComponent implements Cameras {

    private static final Logger LOG = LoggerFactory.getLogger(CamerasComponent.class);
    private static final long LOOK_EVERY_MS = 1000;

    private final DriverBoard drivers = new DriverBoard();
    private final StatusReports reports;
    private final CameraRegistry registry;
    private final ScheduledExecutorService watcher;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile EventAdmin events;

    @Activate
    public CamerasComponent(BundleContext context, @Reference ConfigurationAdmin admin) throws IOException {
        Path data = Path.of(Optional.ofNullable(context.getProperty("sluice.data")).orElse("data")).toAbsolutePath();
        reports = new StatusReports(context);
        registry = new CameraRegistry(
                new CameraFiles(data.resolve("etc/cameras")),
                new CameraFiles(PassingFolder.of(data, context.getProperty(Constants.FRAMEWORK_UUID))),
                new CameraConfigurations(admin),
                drivers,
                reports,
                this::announce);
        watcher = Executors.newSingleThreadScheduledExecutor(call -> new Thread(call, "sluice-devices"));
    }

    /** Begins once the drivers there are have been bound, so that no camera is said to lack its driver in passing. */
    @Activate
    void start() throws IOException {
        registry.load();
        watcher.scheduleWithFixedDelay(this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        watcher.shutdownNow();
        watcher.awaitTermination(5, TimeUnit.SECONDS);
        reports.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDriver(CameraDriver driver) {
        drivers.add(driver);
        registry.driverCame(driver);
    }

    void removeDriver(CameraDriver driver) {
        drivers.remove(driver);
        registry.driverWent(driver);
    }

    @Override
    public List<CameraSpec> list() {
        return registry.list();
    }

    @Override
    public Optional<CameraSpec> find(String id) {
        return registry.find(id);
    }

    @Override
    public boolean put(CameraSpec spec) {
        return registry.put(spec, true);
    }

    @Override
    public boolean putTransient(CameraSpec spec) {
        return registry.put(spec, false);
    }

    @Override
    public boolean remove(String id) {
        return registry.remove(id);
    }

    private void look() {
        try {
            registry.look();
        } catch (RuntimeException e) {
            LOG.error("The folder of camera documents could not be looked through; trying again", e);
        }
    }

    private void announce(String topic, Object payload) {
        EventAdmin admin = events;
        if (admin != null) {
            String id = payload instanceof CameraSpec camera ? camera.id() : (String) payload;
            admin.postEvent(new Event(topic, Map.of(Topics.PAYLOAD, payload, Topics.CAMERA_ID, id)));
        }
    }
}
