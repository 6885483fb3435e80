package io.sluice.executor.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Resource;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo.Destination;
import io.sluice.api.message.TaskResult;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.Letter;
import io.sluice.api.task.PartStore;
import io.sluice.protocol.MessageCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Who gets the results of a task, and in which form: nodes fetch big parts, addresses get them within the result, and who is to get
 * them encrypted gets nothing in the clear. Immutable.
 */
final class Addressed {

    /** Member of a destination that demands encryption, see {@link PartStore}. */
    private static final String CIPHER = "Cipher";

    private final List<Destination> destinations;
    private final Optional<PartStore> parts;

    private Addressed(List<Destination> destinations, Optional<PartStore> parts) {
        this.destinations = destinations;
        this.parts = parts;
    }

    static Addressed to(List<Destination> destinations, Optional<PartStore> parts) {
        return new Addressed(destinations, parts);
    }

    /**
     * @param body makes the result for those nodes
     * @throws UnavailableException when parts cannot be kept or encrypted at present
     */
    List<Letter> letters(String key, Function<List<TaskResultBody.Destination>, TaskResultBody> body) {
        Instant now = Instant.now();
        List<TaskResultBody.Destination> open = nodes(false);
        List<TaskResultBody.Destination> sealed = nodes(true);
        List<Letter> letters = new ArrayList<>();
        List<String> addresses = addresses(false);
        if (!open.isEmpty()) {
            TaskResultBody whole = body.apply(open);
            byte[] message = encode(parts.map(store -> store.detach(whole)).orElse(whole));
            open.forEach(node -> letters.add(new Letter(node.deviceId(), Resource.COMMAND, key, now, message)));
        }
        if (!addresses.isEmpty()) {
            // Nobody there could ask this node for parts.
            byte[] message = encode(body.apply(open));
            addresses.forEach(url -> letters.add(new Letter(url, Resource.COMMAND, key, now, message)));
        }
        if (destinations.stream().anyMatch(Addressed::demandsCipher)) {
            letters.addAll(sealed(key, now, sealed, body));
        }
        return letters;
    }

    /**
     * Whether results can go there at all, before there is one.
     *
     * @throws RejectedException when they are to be encrypted for who cannot read them
     * @throws io.sluice.api.error.InvalidInputException when a cipher or key is wrong
     * @throws UnavailableException when there is nothing that encrypts
     */
    void check() {
        if (destinations.stream().anyMatch(Addressed::demandsCipher)) {
            List<TaskResultBody.Destination> nodes = nodes(true);
            store(nodes).detach(new TaskResultBody("", Optional.empty(), "", nodes, 0, "", Optional.empty(), OptionalDouble.empty(),
                    OptionalDouble.empty(), 0, Optional.empty(),
                    new TaskResultBody.Data(Optional.empty(), Optional.empty(), Optional.empty())));
        }
    }

    private List<Letter> sealed(String key, Instant now, List<TaskResultBody.Destination> nodes,
            Function<List<TaskResultBody.Destination>, TaskResultBody> body) {
        byte[] message = encode(store(nodes).detach(body.apply(nodes)));
        return Stream.concat(nodes.stream().map(TaskResultBody.Destination::deviceId), addresses(true).stream())
                .map(to -> new Letter(to, Resource.COMMAND, key, now, message)).toList();
    }

    private PartStore store(List<TaskResultBody.Destination> nodes) {
        if (nodes.isEmpty()) {
            throw new RejectedException("executor.destination.sealed",
                    "Results are to be encrypted for an address, which has no key to read them.",
                    "Name the node that fetches the parts as well, or leave Cipher out.", null);
        }
        return parts.orElseThrow(() -> new UnavailableException("executor.parts.absent",
                "Results are to be encrypted, and there is nothing that does.", "See whether the bundle of parts is active.", null));
    }

    /** Each once; where one is named twice, the demand for encryption counts. */
    private List<TaskResultBody.Destination> nodes(boolean sealed) {
        Map<String, Destination> byDevice = new LinkedHashMap<>();
        destinations.stream().filter(one -> one.deviceId().isPresent())
                .forEach(one -> byDevice.merge(one.deviceId().get(), one, (a, b) -> demandsCipher(a) ? a : b));
        return byDevice.entrySet().stream().filter(entry -> demandsCipher(entry.getValue()) == sealed)
                .map(entry -> new TaskResultBody.Destination(
                        entry.getKey(), sealed ? entry.getValue().extra() : JsonObject.EMPTY)).toList();
    }

    private List<String> addresses(boolean sealed) {
        return destinations.stream().filter(one -> demandsCipher(one) == sealed)
                .flatMap(one -> one.outputUrl().stream()).distinct().toList();
    }

    private static boolean demandsCipher(Destination destination) {
        return destination.extra().get(CIPHER).isPresent();
    }

    private static byte[] encode(TaskResultBody body) {
        return new MessageCodec().encode(new TaskResult(OptionalInt.empty(), body));
    }
}
