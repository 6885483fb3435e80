package io.sluice.session;

import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.link.Resource;
import io.sluice.api.message.StatusReply;
import io.sluice.api.message.TaskRequestReply;
import io.sluice.api.message.TaskResult;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.MessageException;
import io.sluice.protocol.Messages;
import io.sluice.protocol.Reasons;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands messages of other nodes to who answers them in this framework. Thread-safe. */
public final class Requests implements AutoCloseable {

    /**
     * @param body the reply in JSON, in the form of its table, whatever became of the message
     * @param fault whose fault a failure is
     */
    public record Outcome(byte[] body, Fault fault) {}

    /** Whose fault it is that something was not done. */
    public enum Fault {
        NONE,
        /** The message is wrong. */
        MESSAGE,
        /** The message is right, but does not go with what is here. */
        REFUSED,
        /** Nobody here does this. */
        NOBODY,
        /** It may go well later. */
        HERE
    }

    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    /** Results of batches handled at a time: a store writes what comes together to the medium at once. */
    private static final int AT_ONCE = 64;

    private final MessageCodec codec = new MessageCodec();
    private final ThreadPoolExecutor pool;
    private final ServiceTracker<RequestHandler, RequestHandler> handlers;

    public Requests(BundleContext context) {
        handlers = new ServiceTracker<>(context, RequestHandler.class, null);
        handlers.open();
        // What the queue has no room for, or comes while this closes, is done by who brings it: each element is answered.
        pool = new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(4 * Batch.MOST), work -> {
            Thread thread = new Thread(work, "results");
            thread.setDaemon(true);
            return thread;
        }, (work, full) -> work.run());
        pool.allowCoreThreadTimeOut(true);
    }

    /** Answers one message; whatever goes wrong becomes a reply that says so. */
    public Outcome answer(String device, Resource resource, byte[] body) {
        try {
            if (resource == Resource.BATCH) {
                return batch(device, body);
            }
            String command = resource == Resource.COMMAND ? command(body) : "";
            Optional<RequestHandler> handler = find(resource, command);
            if (handler.isPresent()) {
                return new Outcome(handler.get().handle(device, resource, body), Fault.NONE);
            }
            if (resource == Resource.COMMAND) {
                codec.demandCommand(body);
            }
            String what = command.isEmpty() ? resource.path() : "the command '" + shown(command) + "'";
            return failed(Fault.NOBODY, resource, body, "This node does not answer " + what + ".");
        } catch (UnavailableException here) {
            return failed(Fault.HERE, resource, body, here.getMessage());
        } catch (RejectedException | NotFoundException refused) {
            return failed(Fault.REFUSED, resource, body, refused.getMessage());
        } catch (SluiceException wrong) {
            // Codecs are copied into each bundle: this one does not know the class of what another's reader throws.
            return failed(Fault.MESSAGE, resource, body, wrong.getMessage());
        } catch (RuntimeException fault) {
            LOG.warn("A message of {} to {} was not answered", device, resource.path(), fault);
            return failed(Fault.HERE, resource, body, "An error within this node; its log tells which.");
        }
    }

    /** Each result has a reply of its own, so one that fails keeps no other back. */
    private Outcome batch(String device, byte[] body) {
        List<CompletableFuture<byte[]>> replies = Batch.split(body).stream()
                .map(command -> CompletableFuture.supplyAsync(() -> result(device, command), pool)).toList();
        return new Outcome(Batch.join(replies.stream().map(CompletableFuture::join).toList()), Fault.NONE);
    }

    private byte[] result(String device, byte[] command) {
        Optional<String> type = codec.commandType(command);
        return type.isPresent() && !type.get().equals(TaskResult.TYPE)
                ? codec.refuse(command, "Only results may come together; send '" + shown(type.get()) + "' alone.")
                : answer(device, Resource.COMMAND, command).body();
    }

    /** @throws MessageException where the message does not say */
    private String command(byte[] body) {
        // A full reading says what is wrong, so it need not be done where nothing is.
        return codec.commandType(body).orElseGet(() -> codec.decodeCommand(body).commandType());
    }

    @Override
    public void close() {
        pool.shutdown();
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

    private Outcome failed(Fault fault, Resource resource, byte[] body, String reason) {
        byte[] reply = switch (resource) {
            case COMMAND -> codec.refuse(body, reason);
            case TASK_REQUEST -> codec.encode(Messages.TASK_REQUEST_REPLY, TaskRequestReply.refused(Reasons.ofRequest(reason)));
            default -> codec.encode(Messages.REPORT_REPLY, StatusReply.failed(Reasons.ofCommand(reason)));
        };
        return new Outcome(fault == Fault.HERE || fault == Fault.NOBODY ? later(reply) : reply, fault);
    }

    /** Tells who keeps what it sends that nothing is wrong with it: a part of this node may be away for a moment. */
    private static byte[] later(byte[] reply) {
        String object = new String(reply, StandardCharsets.UTF_8).strip();
        return (object.substring(0, object.length() - 1) + ",\"Later\":\"1\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
