package io.sluice.models.internal;

import io.sluice.api.event.Topics;
import io.sluice.api.model.AlgorithmDescriptor;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.util.tracker.ServiceTracker;

/** Announces models over the Event Admin, while there is one. */
public final class ModelEvents implements AutoCloseable {

    private final ServiceTracker<EventAdmin, EventAdmin> tracker;

    public ModelEvents(BundleContext context) {
        tracker = new ServiceTracker<>(context, EventAdmin.class, null);
        tracker.open();
    }

    public void changed(AlgorithmDescriptor model) {
        post(Topics.MODEL, model);
    }

    public void gone(String id) {
        post(Topics.MODEL_GONE, id);
    }

    @Override
    public void close() {
        tracker.close();
    }

    private void post(String topic, Object payload) {
        EventAdmin admin = tracker.getService();
        if (admin != null) {
            admin.postEvent(new Event(topic, Map.of(Topics.PAYLOAD, payload)));
        }
    }
}
