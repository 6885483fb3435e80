package io.sluice.parts.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.api.task.PartStore;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes big parts out of results, and puts them back in. Thread-safe. */
final class NodeParts implements PartStore {

    private static final Logger LOG = LoggerFactory.getLogger(NodeParts.class);
    private static final Subject SUBJECT = new Subject(Subject.STORE, "parts");
    private static final String KEY = "Key";
    private static final int MOST_TOLD = 10_000;

    private final String own;
    private final Shelf shelf;
    private final Fetched fetched;
    private final Fetcher fetcher;
    private final Sealer sealer;
    private final StatusReports statuses;
    private final Clock clock;
    /** Each guards the digests that fall on it: one part is not fetched twice at a time. */
    private final Object[] locks = IntStream.range(0, 64).mapToObj(number -> new Object()).toArray();
    /** Arrivals that senders know of; telling again does no harm. */
    private final Set<String> told = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_TOLD;
        }
    }));
    private volatile Bounds bounds;
    private long givenUp;
    /** Or not known yet. */
    private volatile boolean failing = true;

    NodeParts(String own, Shelf shelf, Fetched fetched, Fetcher fetcher, Sealer sealer, StatusReports statuses, Clock clock,
            Bounds bounds) {
        this.own = own;
        this.shelf = shelf;
        this.fetched = fetched;
        this.fetcher = fetcher;
        this.sealer = sealer;
        this.statuses = statuses;
        this.clock = clock;
        this.bounds = bounds;
        ready();
    }

    void bounds(Bounds changed) {
        bounds = changed;
    }

    @Override
    public TaskResultBody detach(TaskResultBody result) {
        Readers readers = Readers.of(result);
        sealer.demandKeys(readers.keys());
        String key = key(result);
        return Readers.plain(Places.change(result, (place, part) -> part.data()
                .filter(data -> readers.suite().isPresent() || data.length() > bounds.big())
                .map(data -> part.referring(keep(key, place, bytes(data), readers))).orElse(part)));
    }

    private static byte[] bytes(BinaryPart data) {
        byte[] bytes = new byte[data.length()];
        data.buffer().get(bytes);
        return bytes;
    }

    private Reference keep(String key, String place, byte[] content, Readers readers) {
        Optional<byte[]> packed = Packing.pack(content);
        byte[] plain = packed.orElse(content);
        String name = key + "/" + place;
        byte[] bytes = readers.suite().map(suite -> sealer.seal(suite, name, plain)).orElse(plain);
        String digest = Digests.of(bytes);
        Optional<Sealing> sealing =
                readers.suite().map(suite -> sealer.envelopes(suite, name, plain, readers.keys(), digest));
        try {
            shelf.keep(digest, bytes, key, readers.devices(), clock.instant());
        } catch (IOException error) {
            throw failed(error);
        }
        ready();
        if (shelf.bytes() > bounds.bytes()) {
            prune();
        }
        return new Reference(digest, bytes.length, content.length, packed.isPresent(), sealing);
    }

    @Override
    public TaskResultBody attach(String sender, TaskResultBody result) {
        String key = key(result);
        return Places.change(result, (place, part) -> part.reference()
                .map(reference -> part.carrying(fetch(sender, key, Reference.read(reference)))).orElse(part));
    }

    private byte[] fetch(String sender, String key, Reference reference) {
        long largest = bounds.largest();
        if (reference.size() > largest || reference.contentSize() > largest) {
            throw new InvalidInputException("parts.part.large", "Size", "The part has "
                    + Math.max(reference.size(), reference.contentSize()) + " bytes; this node takes at most " + largest + ".",
                    "Have this node take larger parts, or the other make smaller ones.");
        }
        byte[] bytes = whole(sender, key, reference);
        byte[] plain = reference.sealing().map(sealing -> sealer.open(sealing, reference.digest(), bytes)).orElse(bytes);
        if (reference.packed()) {
            return Packing.unpack(plain, reference.contentSize());
        }
        if (plain.length != reference.contentSize()) {
            throw new InvalidInputException("parts.encoding.wrong", "ContentSize",
                    "The part has " + plain.length + " bytes, not " + reference.contentSize() + " as its reference says.",
                    "See what the sender made of it.");
        }
        return plain;
    }

    private byte[] whole(String sender, String key, Reference reference) {
        String digest = reference.digest();
        synchronized (locks[Math.floorMod(digest.hashCode(), locks.length)]) {
            try {
                Optional<byte[]> bytes = fetched.read(digest);
                if (bytes.isEmpty()) {
                    get(sender, reference);
                    bytes = fetched.read(digest);
                }
                byte[] found = bytes.orElseThrow(() -> new IOException("what was fetched cannot be read"));
                tell(sender, digest, key);
                return found;
            } catch (IOException error) {
                throw failed(error);
            }
        }
    }

    private void get(String sender, Reference reference) throws IOException {
        String digest = reference.digest();
        if (!sender.equals(own)) {
            fetcher.fetch(sender, reference);
            return;
        }
        if (shelf.size(digest, own).isEmpty()) {
            throw new NotFoundException(PartRequests.UNKNOWN, "This node no longer has the part " + digest + ".");
        }
        fetched.link(digest, shelf.file(digest));
    }

    private void tell(String sender, String digest, String key) {
        String arrival = sender + " " + digest + " " + key;
        if (told.contains(arrival)) {
            return;
        }
        if (sender.equals(own)) {
            shelf.release(digest, key, own);
            told.add(arrival);
        } else if (fetcher.arrived(sender, digest, key)) {
            told.add(arrival);
        }
    }

    /** Looks after age and size. */
    void prune() {
        Bounds now = bounds;
        Instant oldest = clock.instant().minus(now.age());
        int lost = shelf.prune(oldest, now.bytes());
        if (lost > 0) {
            long all = counted(lost);
            LOG.warn("{} parts of results were given up: too old, or too many", lost);
            statuses.report(SUBJECT, Health.DEGRADED, "parts.pruned",
                    all + " parts of results were given up, being too old or too many.",
                    "See which nodes do not fetch them, or let more be kept.", Map.of("parts", Long.toString(all)));
        }
        try {
            fetched.prune(oldest, now.fetched());
        } catch (IOException error) {
            LOG.warn("Old parts of others cannot be deleted", error);
        }
    }

    private synchronized long counted(int lost) {
        givenUp += lost;
        return givenUp;
    }

    private static String key(TaskResultBody result) {
        return result.extra().text(KEY).orElseGet(() -> result.taskId() + "/" + result.ts());
    }

    private void ready() {
        if (failing) {
            failing = false;
            statuses.ok(SUBJECT, "parts.ready", "Big parts of results are kept.");
        }
    }

    private UnavailableException failed(IOException error) {
        LOG.warn("Parts of results cannot be kept", error);
        failing = true;
        statuses.report(SUBJECT, Health.FAILED, "parts.write.failed", "Big parts of results cannot be kept: " + error.getMessage(),
                "See the free space and the rights of the data folder.", Map.of("reason", String.valueOf(error.getMessage())));
        return new UnavailableException("parts.write.failed", "Big parts of results cannot be kept: " + error.getMessage(),
                "See the free space and the rights of the data folder.", error);
    }
}
