package io.sluice.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.link.Resource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands messages of other nodes to who answers them in this framework. Thread-safe. */
public final class Requests implements AutoCloseable {

    /**
     * @param body the reply in JSON
     * @param fault whose fault a failure is
     */
    public record Outcome(byte[] body, Fault fault) {}

    /** Whose fault it is that something was not done. */
    public enum Fault {
        NONE,
        /** The message is wrong. */
        MESSAGE,
        /** Nobody here does this. */
        NOBODY,
        /** It may go well later. */
        HERE
    }

    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final ServiceTracker<RequestHandler, RequestHandler> handlers;

    public Requests(BundleContext context) {
        handlers = new ServiceTracker<>(context, RequestHandler.class, null);
        handlers.open();
    }

    /** Answers one message; whatever goes wrong becomes a reply that says so. */
    public Outcome answer(String device, Resource resource, byte[] body) {
        JsonNode message;
        try {
            message = SessionJson.read(body);
            if (resource == Resource.COMMAND && !message.path("CommandType").isTextual()) {
                return failed(Fault.MESSAGE, "'CommandType' must be a text.", Optional.of(message));
            }
        } catch (InvalidInputException wrong) {
            return failed(Fault.MESSAGE, wrong.getMessage(), Optional.empty());
        }
        String command = resource == Resource.COMMAND ? message.path("CommandType").textValue() : "";
        Optional<RequestHandler> handler = find(resource, command);
        if (handler.isEmpty()) {
            String what = command.isEmpty() ? resource.path() : "the command '" + shown(command) + "'";
            return failed(Fault.NOBODY, "This node does not answer " + what + ".", Optional.of(message));
        }
        try {
            return new Outcome(handler.get().handle(device, resource, body), Fault.NONE);
        } catch (SluiceException refused) {
            Fault fault = refused instanceof InvalidInputException ? Fault.MESSAGE : Fault.HERE;
            return failed(fault, refused.getMessage(), Optional.of(message));
        } catch (RuntimeException fault) {
            LOG.warn("A message of {} to {} was not answered", device, resource.path(), fault);
            return failed(Fault.HERE, "An error within this node; its log tells which.", Optional.of(message));
        }
    }

    @Override
    public void close() {
        handlers.close();
    }

    private Optional<RequestHandler> find(Resource resource, String command) {
        ServiceReference<RequestHandler>[] found = handlers.getServiceReferences();
        return found == null ? Optional.empty() : Arrays.stream(found)
                .sorted((a, b) -> b.compareTo(a))
                .filter(reference -> names(reference, RequestHandler.RESOURCES).contains(resource.name())
                        && (command.isEmpty() || names(reference, RequestHandler.COMMANDS).contains(command)))
                .map(handlers::getService)
                .filter(service -> service != null)
                .findFirst();
    }

    private static List<String> names(ServiceReference<?> reference, String property) {
        Object value = reference.getProperty(property);
        if (value instanceof String one) {
            return List.of(one);
        }
        return value instanceof String[] several ? List.of(several) : List.of();
    }

    private static Outcome failed(Fault fault, String reason, Optional<JsonNode> message) {
        return new Outcome(Replies.failure(reason, message), fault);
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
