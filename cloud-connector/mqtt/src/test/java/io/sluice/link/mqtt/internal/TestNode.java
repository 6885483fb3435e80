package io.sluice.link.mqtt.internal;

import io.sluice.api.link.Link;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.link.Resource;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.support.testing.TestFramework;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;

/** A node with a framework of its own, and the component of this bundle in it. */
final class TestNode implements AutoCloseable {

    private final TestFramework framework;
    private final MqttComponent component;

    TestNode(Path data, int broker, Map<String, Object> config) throws Exception {
        framework = new TestFramework(Map.of("sluice.data", data.toString()));
        Map<String, Object> values = new HashMap<>(config);
        values.putIfAbsent("broker", new String[] {"tcp://127.0.0.1:" + broker});
        component = new MqttComponent(context(), Configs.of(MqttConfig.class, values));
    }

    void answer(Resource resource, String command, RequestHandler handler) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(RequestHandler.RESOURCES, resource.name());
        properties.put(RequestHandler.COMMANDS, new String[] {command});
        context().registerService(RequestHandler.class, handler, properties);
    }

    List<Link> links() {
        return find(Link.class);
    }

    Link link() {
        return links().get(0);
    }

    /** Code of the status of one subject, empty when it has none. */
    String code(String subject) {
        return status(subject).map(Status::code).orElse("");
    }

    Optional<Status> status(String subject) {
        return find(StatusSource.class).stream()
                .flatMap(source -> source.statuses().stream())
                .filter(status -> status.subject().id().equals(subject))
                .findFirst();
    }

    @Override
    public void close() throws Exception {
        component.deactivate();
        framework.close();
    }

    private BundleContext context() {
        return framework.context();
    }

    private <T> List<T> find(Class<T> type) {
        try {
            return context().getServiceReferences(type, null).stream().map(context()::getService).toList();
        } catch (InvalidSyntaxException noFilterGiven) {
            throw new IllegalStateException(noFilterGiven);
        }
    }
}
