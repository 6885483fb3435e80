package io.sluice.rest.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.device.CameraSpec;
import io.sluice.api.event.Topics;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.result.ResultListener;
import io.sluice.api.result.StoredResult;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.support.camera.CameraDocuments;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;

/** Brings events and results to the open streams. */
@Component(service = {EventStreams.class, EventHandler.class, ResultListener.class})
@EventTopics({"io/sluice/status/*", "io/sluice/camera/*", "io/sluice/model/*"})
public final class EventStreams implements EventHandler, ResultListener {

    private static final int MOST_CLIENTS = 200;
    private static final long HEARTBEAT_SECONDS = 15;

    private final Services services;
    private final Set<EventSession> sessions = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "event-streams"));

    @Activate
    public EventStreams(@Reference Services services) {
        this.services = services;
        worker.scheduleAtFixedRate(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    @Deactivate
    void stop() throws InterruptedException {
        worker.shutdownNow();
        worker.awaitTermination(10, TimeUnit.SECONDS);
        sessions.forEach(session -> session.client().close());
        sessions.clear();
    }

    void checkRoom() {
        if (sessions.size() >= MOST_CLIENTS) {
            throw new HttpProblem(
                    503, "events.full", "There are " + MOST_CLIENTS + " event streams already.",
                    "Close some pages.", "");
        }
    }

    /** Lets a stream take part; first it gets the present statuses, then what it missed. */
    void join(EventSession session) {
        sessions.add(session);
        session.begin(worker);
        services.statuses().stream()
                .filter(status -> session.filter().wants(status.subject()))
                .forEach(status -> session.client().offer(frame(status)));
        session.live();
    }

    void leave(EventSession session) {
        sessions.remove(session);
        session.client().close();
    }

    @Override
    public void handleEvent(Event event) {
        Object payload = event.getProperty(Topics.PAYLOAD);
        switch (event.getTopic()) {
            case Topics.STATUS -> tell(filter -> filter.wants(((Status) payload).subject()), frame((Status) payload));
            case Topics.STATUS_GONE -> {
                Subject subject = (Subject) payload;
                tell(filter -> filter.wants(subject), frame("status-gone", Documents.of(subject)));
            }
            case Topics.CAMERA -> {
                CameraSpec camera = new Secrets(services.drivers().values()).hide((CameraSpec) payload);
                tell(filter -> filter.wants(EventFilter.CAMERA, camera.id()),
                        frame("camera", CameraDocuments.write(camera)));
            }
            case Topics.CAMERA_GONE -> tell(
                    filter -> filter.wants(EventFilter.CAMERA, payload.toString()), gone("camera-gone", payload));
            case Topics.MODEL -> tell(
                    filter -> filter.wants(EventFilter.MODEL),
                    frame("model", AlgorithmDocuments.of((AlgorithmDescriptor) payload)));
            case Topics.MODEL_GONE -> tell(filter -> filter.wants(EventFilter.MODEL), gone("model-gone", payload));
            default -> { }
        }
    }

    @Override
    public void stored(List<StoredResult> results) {
        if (sessions.isEmpty()) {
            return;
        }
        for (StoredResult result : results) {
            byte[] frame = EventFrame.of(result);
            sessions.forEach(session -> session.result(result, frame));
        }
    }

    private void beat() {
        sessions.forEach(session -> session.client().offer(EventFrame.HEARTBEAT));
        sessions.removeIf(session -> session.client().closed());
    }

    private void tell(Predicate<EventFilter> wanted, byte[] frame) {
        for (EventSession session : sessions) {
            if (wanted.test(session.filter())) {
                session.event(frame);
            }
        }
    }

    private static byte[] frame(Status status) {
        return frame("status", Documents.of(status));
    }

    private static byte[] frame(String event, JsonNode data) {
        return EventFrame.of(event, json -> Json.MAPPER.writeTree(json, data));
    }

    private static byte[] gone(String event, Object id) {
        return EventFrame.of(event, json -> {
            json.writeStartObject();
            json.writeStringField("id", id.toString());
            json.writeEndObject();
        });
    }
}
