package io.sluice.parts.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches parts from other nodes over whichever link leads there, range by range. Thread-safe but for one digest. */
final class Fetcher {

    private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final Fetched fetched;
    private final Pace pace = new Pace();

    Fetcher(Fetched fetched) {
        this.fetched = fetched;
    }

    void add(Link link) {
        links.add(link);
    }

    void remove(Link link) {
        links.remove(link);
    }

    /** Goes on where it ended; what came is the part when this returns. */
    void fetch(String sender, Reference reference) throws IOException {
        String digest = reference.digest();
        long begun = fetched.arrived(digest);
        if (begun > reference.size()) {
            fetched.startOver(digest);
            begun = 0;
        }
        load(sender, reference, begun);
        if (fetched.complete(digest)) {
            return;
        }
        if (begun > 0) {
            // What came before a crash may not be what was written then.
            load(sender, reference, 0);
            if (fetched.complete(digest)) {
                return;
            }
        }
        throw new InvalidInputException("parts.digest.wrong", "Digest",
                "What " + sender + " sent is not the part " + digest + ".", "See what is between the two nodes, and that one's disk.");
    }

    /** The sender need not keep it any longer. What comes of it is told to nobody: it goes by its age otherwise. */
    boolean arrived(String sender, String digest, String result) {
        try {
            return ask(sender, JSON.createObjectNode().put("Digest", digest).put("Arrived", result)).path("StatusCode").asInt(1) == 0;
        } catch (SluiceException later) {
            LOG.debug("{} does not know yet that {} arrived", sender, digest, later);
            return false;
        }
    }

    private void load(String sender, Reference reference, long from) throws IOException {
        long at = from;
        while (at < reference.size()) {
            ObjectNode request = JSON.createObjectNode().put("Digest", reference.digest()).put("Offset", at)
                    .put("Length", (int) Math.min(PartRequests.MOST, reference.size() - at));
            byte[] range = range(sender, ask(sender, request), reference, at);
            fetched.append(reference.digest(), range);
            at += range.length;
        }
    }

    private static byte[] range(String sender, JsonNode reply, Reference reference, long at) {
        if (reply.path("StatusCode").asInt(1) != 0) {
            String reason = reply.path("Message").asText("no reason");
            if (reply.path("Code").asText().equals(PartRequests.UNKNOWN)) {
                throw new NotFoundException(PartRequests.UNKNOWN, sender + " no longer has the part: " + reason);
            }
            throw new UnavailableException("parts.sender.refuses", sender + " refuses a part: " + reason, "It is tried again.", null);
        }
        byte[] data = data(reply);
        boolean fits = reply.path("Digest").asText().equals(reference.digest()) && reply.path("Offset").asLong(-1) == at
                && reply.path("Size").asLong(-1) == reference.size() && data.length > 0
                && data.length <= Math.min(PartRequests.MOST, reference.size() - at);
        if (!fits) {
            throw new InvalidInputException("parts.answer.wrong", "", sender + " answers another range than was asked for.",
                    "See that node's log.");
        }
        return data;
    }

    private static byte[] data(JsonNode reply) {
        try {
            return reply.path("Data").isTextual() ? reply.path("Data").binaryValue() : new byte[0];
        } catch (IOException noBase64) {
            return new byte[0];
        }
    }

    private JsonNode ask(String sender, ObjectNode request) {
        Link link = links.stream().filter(one -> one.info().device().equals(sender) && one.info().state() == LinkState.ONLINE)
                .findFirst().orElseThrow(() -> away(sender, "there is no link to it at present", null));
        try {
            TimeUnit.NANOSECONDS.sleep(pace.nanos(sender, System.nanoTime()));
            byte[] reply = link.send(Resource.PART, JSON.writeValueAsBytes(request), PATIENCE).toCompletableFuture()
                    .get(PATIENCE.toSeconds() + 5, TimeUnit.SECONDS);
            return JSON.readTree(reply);
        } catch (ExecutionException failed) {
            throw away(sender, String.valueOf(failed.getCause().getMessage()), failed);
        } catch (TimeoutException | IOException silent) {
            throw away(sender, "it does not answer in the form that was agreed, or not at all", silent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw away(sender, "waiting was interrupted", interrupted);
        }
    }

    private static UnavailableException away(String sender, String reason, Throwable cause) {
        return new UnavailableException("parts.sender.away", "Parts of " + sender + " cannot be fetched: " + reason + ".",
                "It goes on from there once the link is back.", cause);
    }
}
