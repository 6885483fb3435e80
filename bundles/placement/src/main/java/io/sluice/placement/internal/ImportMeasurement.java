package io.sluice.placement.internal;

import io.sluice.api.event.Topics;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelRepository;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;

/** Has each algorithm measured when it is imported, so that the first stream that wants it does not wait for that. */
@Component(
        service = EventHandler.class,
        immediate = true,
        property = {"event.topics=" + Topics.MODEL, "event.topics=" + Topics.MODEL_GONE})
public final class ImportMeasurement implements EventHandler {

    private final Foresight foresight;

    @Activate
    public ImportMeasurement(@Reference Foresight foresight) {
        this.foresight = foresight;
    }

    /** What was imported before this came. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRepository(ModelRepository repository) {
        repository.list().forEach(this::foresee);
    }

    void unbindRepository(ModelRepository repository) {
        // What was measured stays of use: the repository comes back with the same models.
    }

    @Override
    public void handleEvent(Event event) {
        Object payload = event.getProperty(Topics.PAYLOAD);
        if (payload instanceof AlgorithmDescriptor algorithm) {
            foresee(algorithm);
        } else if (payload instanceof String id) {
            foresight.forget(id);
        }
    }

    private void foresee(AlgorithmDescriptor algorithm) {
        foresight.foresee(algorithm.id(), algorithm.models());
    }
}
