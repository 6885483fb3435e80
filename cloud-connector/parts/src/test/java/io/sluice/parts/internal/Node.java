package io.sluice.parts.internal;

import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.Resource;
import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A node with its parts, and results for it; nodes are linked by calls. */
final class Node {

    static final Bounds WIDE = new Bounds(1000, 1 << 30, Duration.ofDays(7), 1 << 30, 64 << 20);

    final String id;
    final Shelf shelf;
    final Fetched fetched;
    final Fetcher fetcher;
    final NodeKey key;
    final NodeParts parts;
    final PartRequests requests;

    Node(String id, Path folder, StatusReports statuses, Bounds bounds) throws IOException {
        this.id = id;
        shelf = new Shelf(folder);
        fetched = new Fetched(folder);
        fetcher = new Fetcher(fetched);
        key = NodeKey.of(folder.resolve("key"));
        requests = new PartRequests(shelf);
        parts = new NodeParts(id, shelf, fetched, fetcher, new Sealer(id, key), statuses, Clock.systemUTC(), bounds);
    }

    /** A link to another node whose requests are noted, and fail when the test says so. */
    static final class Way implements Link {

        final List<String> asked = new CopyOnWriteArrayList<>();
        volatile int cutAfter = Integer.MAX_VALUE;
        volatile UnaryOperator<byte[]> onTheWay = UnaryOperator.identity();
        private final Node from;
        private final Node to;

        Way(Node from, Node to) {
            this.from = from;
            this.to = to;
            from.fetcher.add(this);
        }

        @Override
        public LinkInfo info() {
            return new LinkInfo(to.id, LinkInfo.Direction.LOWER, "http", "192.0.2.9", LinkState.ONLINE, Instant.EPOCH,
                    Optional.empty(), Optional.empty(), OptionalDouble.empty(), 0);
        }

        @Override
        public CompletionStage<byte[]> send(Resource resource, byte[] body, Duration patience) {
            if (asked.size() >= cutAfter) {
                return CompletableFuture.failedFuture(new UnavailableException("link.cut", "The link was cut.", "", null));
            }
            asked.add(new String(body, StandardCharsets.UTF_8));
            try {
                return CompletableFuture.completedFuture(onTheWay.apply(to.requests.answer(from.id, body)));
            } catch (SluiceException refused) {
                return CompletableFuture.completedFuture("{\"StatusCode\":\"1\",\"Message\":\"refused\"}".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** Where a result of this node goes, without demands. */
    static List<TaskResultBody.Destination> to(Node... nodes) {
        List<TaskResultBody.Destination> destinations = new ArrayList<>();
        for (Node node : nodes) {
            destinations.add(new TaskResultBody.Destination(node.id));
        }
        return destinations;
    }

    static TaskResultBody.Destination sealed(String cipher, String device, String publicKey) {
        return new TaskResultBody.Destination(
                device, JsonObject.builder().put("Cipher", cipher).put("PublicKey", publicKey).build());
    }

    /** One with a picture. */
    TaskResultBody result(String key, byte[] picture, List<TaskResultBody.Destination> destinations) {
        return new TaskResultBody("task", Optional.empty(), id, destinations, 1, "1.0", Optional.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), 0, Optional.empty(), new TaskResultBody.Data(
                        Optional.of(new TaskResultBody.ImageResult(Optional.of(BinaryPart.copyOf(picture)),
                                Optional.of(JsonObject.builder().put("FileFormat", "Jpeg").build()), Optional.empty())),
                        Optional.empty(), Optional.empty()),
                JsonObject.builder().put("Key", key).build());
    }

    static Reference reference(TaskResultBody result) {
        return Reference.read(result.taskResultData().imageResult().orElseThrow().imageInfo().orElseThrow()
                .get(Reference.MEMBER).orElseThrow());
    }

    static byte[] picture(TaskResultBody result) throws IOException {
        return result.taskResultData().imageResult().orElseThrow().imageData().orElseThrow().stream().readAllBytes();
    }
}
