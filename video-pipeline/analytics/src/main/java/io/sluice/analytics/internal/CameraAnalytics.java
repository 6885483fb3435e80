package io.sluice.analytics.internal;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Placement;
import io.sluice.api.analysis.Operator;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.event.Topics;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.api.stream.StreamHub;
import io.sluice.support.status.StatusReports;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.osgi.service.metatype.annotations.Designate;

/** One analysis of one camera, by configuration. Every service it works with may come and go while it runs. */
@Component(
        name = CameraAnalytics.PID,
        service = EventHandler.class,
        immediate = true,
        configurationPid = CameraAnalytics.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {"event.topics=" + Topics.MODEL, "event.topics=" + Topics.MODEL_GONE})
@Designate(ocd = AnalyticsConfig.class, factory = true)
public final class CameraAnalytics implements EventHandler {

    static final String PID = "io.sluice.analytics.camera";

    private final Services services = new Services();
    private final Outbox outbox;
    private final AnalysisStatus status;
    private final ProgressFiles progress;
    private Optional<AnalysisWorker> worker = Optional.empty();

    /** @param library only to come after it, and go before it */
    @Activate
    public CameraAnalytics(
            BundleContext context,
            @Reference Outbox outbox,
            @Reference(target = "(" + NativeLibrary.NAME + "=ffmpeg)") NativeLibrary library) {
        this.outbox = outbox;
        status = new AnalysisStatus(new StatusReports(context));
        progress = new ProgressFiles(context::getDataFile);
    }

    @Activate
    void activate(AnalyticsConfig config) {
        apply(config);
    }

    @Modified
    void modified(AnalyticsConfig config) {
        apply(config);
    }

    @Deactivate
    void deactivate() {
        worker.ifPresent(AnalysisWorker::close);
        status.close();
    }

    @Override
    public void handleEvent(Event event) {
        services.changed();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setHub(StreamHub hub) {
        services.hub.set(hub);
    }

    void unsetHub(StreamHub hub) {
        services.hub.unset(hub);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setAccelerator(Accelerator accelerator) {
        services.accelerator.set(accelerator);
    }

    void unsetAccelerator(Accelerator accelerator) {
        services.accelerator.unset(accelerator);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setModels(ModelRepository models) {
        services.models.set(models);
    }

    void unsetModels(ModelRepository models) {
        services.models.unset(models);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setPlacement(Placement placement) {
        services.setPlacement(placement);
    }

    void unsetPlacement(Placement placement) {
        services.unsetPlacement(placement);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addOperator(Operator operator, Map<String, Object> properties) {
        services.addOperator(String.valueOf(properties.get(Operator.NAME)), operator);
    }

    void removeOperator(Operator operator, Map<String, Object> properties) {
        services.removeOperator(String.valueOf(properties.get(Operator.NAME)), operator);
    }

    /** Wrong settings stop the analysis rather than let it go on with others than those that are shown. */
    private void apply(AnalyticsConfig config) {
        try {
            Settings settings = Settings.of(config);
            if (worker.isPresent()) {
                worker.get().apply(settings);
            } else {
                worker = Optional.of(new AnalysisWorker(settings, services, status, outbox, progress));
            }
        } catch (InvalidInputException wrong) {
            worker.ifPresent(AnalysisWorker::close);
            worker = Optional.empty();
            status.about(String.valueOf(config.camera_id()), String.valueOf(config.model_id()));
            status.settingsInvalid(wrong.field(), wrong.getMessage());
        }
    }
}
