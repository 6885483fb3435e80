package io.sluice.rest.internal;

import io.sluice.api.device.CameraDriver;
import io.sluice.api.device.Cameras;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.model.PackageExchange;
import io.sluice.api.model.PeerGate;
import io.sluice.api.result.ResultStore;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.api.stream.StreamHub;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.MetaTypeService;

/**
 * What the resources work on. Each part may be missing or replaced at any time, and then only its own resources answer
 * that they are unavailable. Thread-safe.
 */
@Component(service = Services.class)
public final class Services {

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Cameras cameras;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ModelRepository models;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AlgorithmStore algorithms;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile PeerGate peerGate;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile PackageExchange exchange;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile StreamHub hub;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ResultStore results;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile MetaTypeService metatypes;

    private final Collection<StatusSource> sources = new CopyOnWriteArrayList<>();
    private final Map<ServiceReference<CameraDriver>, CameraDriver> drivers = new ConcurrentSkipListMap<>();

    private final BundleContext context;

    @Activate
    public Services(BundleContext context) {
        this.context = context;
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSource(StatusSource source) {
        sources.add(source);
    }

    void unbindSource(StatusSource source) {
        sources.remove(source);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindDriver(ServiceReference<CameraDriver> reference, CameraDriver driver) {
        drivers.put(reference, driver);
    }

    void unbindDriver(ServiceReference<CameraDriver> reference) {
        drivers.remove(reference);
    }

    Cameras cameras() {
        return present(cameras, Cameras.class, "cameras");
    }

    ModelRepository models() {
        return present(models, ModelRepository.class, "models");
    }

    /** As {@link #models()}, for who can do without. */
    Optional<ModelRepository> modelsIfPresent() {
        return Optional.ofNullable(models);
    }

    AlgorithmStore algorithms() {
        return present(algorithms, AlgorithmStore.class, "versions of algorithms");
    }

    PeerGate peerGate() {
        return present(peerGate, PeerGate.class, "proofs between gateways");
    }

    PackageExchange exchange() {
        return present(exchange, PackageExchange.class, "the exchange of packages");
    }

    StreamHub hub() {
        return present(hub, StreamHub.class, "streams");
    }

    /** As {@link #hub()}, for who can do without. */
    Optional<StreamHub> hubIfPresent() {
        return Optional.ofNullable(hub);
    }

    ResultStore results() {
        return present(results, ResultStore.class, "results");
    }

    Optional<MetaTypeService> metatypes() {
        return Optional.ofNullable(metatypes);
    }

    Map<ServiceReference<CameraDriver>, CameraDriver> drivers() {
        return Map.copyOf(drivers);
    }

    /** All statuses there are, in order of subject. */
    List<Status> statuses() {
        return sources.stream()
                .flatMap(source -> source.statuses().stream())
                .sorted(Comparator.comparing(status -> status.subject().toString()))
                .toList();
    }

    /**
     * The part, also while its reference is still being bound: a service is seen by all, the health of the gateway
     * included, before each that waits for it has been told, so a client that asked at once was sent away.
     */
    private <T> T present(T bound, Class<T> type, String what) {
        T part = bound == null ? registered(type) : bound;
        if (part == null) {
            throw new UnavailableException(
                    "service.absent", "The gateway's part for " + what + " is not there at the moment.",
                    "Try again; if it stays so, see the status of the gateway's bundles.", null);
        }
        return part;
    }

    /** Not given back: it is counted for this bundle once more, until the service goes. */
    private <T> T registered(Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        return reference == null ? null : context.getService(reference);
    }
}
