package io.sluice.outbox.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.api.task.Letter;
import io.sluice.api.task.Outbox;
import io.sluice.api.task.Waiting;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal and a sender a destination. Whoever puts letters waits until they are on the medium; what many put at a time is forced
 * there in one go, so that the medium's pace is shared. Thread-safe.
 */
final class NodeOutbox implements Outbox, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeOutbox.class);
    private static final int MOST_AT_ONCE = 1024;
    private static final long PRUNE_EVERY_SECONDS = 60;

    private static final Request STOP = new Request(List.of(), new CompletableFuture<>());

    private final Path folder;
    private final Routes routes;
    private final StatusReports statuses;
    private final Clock clock;
    private final Map<String, Post> posts = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    /** Read by who puts, written by who closes: nobody waits for a writer that has gone. */
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    private final Thread writer = new Thread(this::write, "outbox");
    private volatile Bounds bounds;
    private boolean closed;

    /**
     * How much waits for a destination at most, and how long.
     *
     * @param pause after the first failure; each one after it is twice as long, up to 30 s
     */
    record Bounds(long bytes, Duration age, long segmentBytes, Duration pause) {

        static Bounds of(OutboxConfig config) {
            return new Bounds(Math.max(16, config.most_mib()) * (1L << 20), Duration.ofHours(Math.max(1, config.most_hours())), 8 << 20,
                    Duration.ofMillis(250));
        }
    }

    private record Post(Journal journal, Sender sender) {}

    private record Request(List<Letter> letters, CompletableFuture<Void> done) {}

    NodeOutbox(Path folder, Routes routes, StatusReports statuses, Clock clock, Bounds bounds) {
        this.folder = folder;
        this.routes = routes;
        this.statuses = statuses;
        this.clock = clock;
        this.bounds = bounds;
        writer.setDaemon(true);
    }

    /** Takes up what waited when the gateway ended. */
    void start() {
        try {
            Files.createDirectories(folder);
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, Files::isDirectory)) {
                for (Path one : found) {
                    Journal journal = Journal.open(one, bounds.segmentBytes());
                    post(journal.destination, journal);
                }
            }
        } catch (IOException error) {
            failed("outbox.read.failed", "What waited to be sent cannot be read: " + error.getMessage());
            LOG.error("The outbox in {} cannot be read", folder, error);
        }
        writer.start();
    }

    void bounds(Bounds changed) {
        bounds = changed;
    }

    /** A way may have opened. */
    void wake() {
        posts.values().forEach(post -> post.sender().wake());
    }

    @Override
    public void put(List<Letter> letters) {
        letters.forEach(NodeOutbox::check);
        Request request = new Request(List.copyOf(letters), new CompletableFuture<>());
        life.readLock().lock();
        try {
            if (closed) {
                throw stopping();
            }
            requests.add(request);
        } finally {
            life.readLock().unlock();
        }
        try {
            request.done().join();
        } catch (CompletionException error) {
            UnavailableException cause = (UnavailableException) error.getCause();
            throw new UnavailableException(cause.code(), cause.getMessage(), cause.remedy(), cause);
        }
    }

    private static void check(Letter letter) {
        if (!Routes.reachable(letter.destination())) {
            throw new InvalidInputException("outbox.destination.invalid", "destination",
                    "'" + letter.destination() + "' is neither the id of a node nor an address of http or https.", "");
        }
        if (!Entry.fits(letter)) {
            throw new InvalidInputException("outbox.letter.large", "body", "A letter has at most 64 MiB, and its key 1024 bytes.",
                    "Send large parts by reference.");
        }
    }

    @Override
    public List<Waiting> waiting() {
        return posts.values().stream().map(Post::journal)
                .map(journal -> new Waiting(journal.destination, journal.waiting(), journal.waitingBytes(), journal.oldest(),
                        journal.givenUp()))
                .sorted(Comparator.comparing(Waiting::destination)).toList();
    }

    private void write() {
        long nextPrune = 0;
        while (true) {
            try {
                Request first = requests.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    List<Request> together = new ArrayList<>(List.of(first));
                    requests.drainTo(together, MOST_AT_ONCE - 1);
                    if (together.remove(STOP)) {
                        keep(together);
                        return;
                    }
                    keep(together);
                }
                if (System.nanoTime() - nextPrune >= 0 || nextPrune == 0) {
                    prune();
                    nextPrune = System.nanoTime() + TimeUnit.SECONDS.toNanos(PRUNE_EVERY_SECONDS);
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException error) {
                LOG.error("The outbox failed unexpectedly", error);
            }
        }
    }

    private void keep(List<Request> together) {
        Map<String, List<Letter>> byDestination = new LinkedHashMap<>();
        together.forEach(request -> request.letters().forEach(
                letter -> byDestination.computeIfAbsent(letter.destination(), none -> new ArrayList<>()).add(letter)));
        Map<Post, Journal.Mark> written = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, List<Letter>> one : byDestination.entrySet()) {
                Post post = post(one.getKey());
                written.put(post, post.journal().append(one.getValue()));
            }
            for (Post post : written.keySet()) {
                post.journal().force();
            }
        } catch (IOException error) {
            written.forEach((post, mark) -> post.journal().takeBack(mark));
            LOG.warn("Letters cannot be kept", error);
            failed("outbox.write.failed", "What is to be sent cannot be kept: " + error.getMessage());
            UnavailableException shown = new UnavailableException("outbox.write.failed", "What is to be sent cannot be kept: "
                    + error.getMessage(), "See the free space of the data folder.", error);
            together.forEach(request -> request.done().completeExceptionally(shown));
            return;
        }
        statuses.ok(new Subject(Subject.STORE, "outbox"), "outbox.ready", "What is to be sent is kept.");
        together.forEach(request -> request.done().complete(null));
        written.keySet().forEach(post -> post.sender().fresh());
    }

    private Post post(String destination) throws IOException {
        Post present = posts.get(destination);
        return present != null
                ? present
                : post(destination, Journal.of(destination, folder.resolve(name(destination)), bounds.segmentBytes()));
    }

    private Post post(String destination, Journal journal) {
        Post fresh = new Post(journal, new Sender(journal, routes, new Statuses(statuses, this::waitingFor), bounds.pause()));
        posts.put(destination, fresh);
        fresh.sender().start();
        return fresh;
    }

    private long waitingFor(String destination) {
        return posts.get(destination).journal().waiting();
    }

    private void prune() {
        for (Post post : posts.values()) {
            try {
                long lost = post.journal().prune(clock.instant().minus(bounds.age()), bounds.bytes());
                if (lost > 0) {
                    LOG.warn("{} letters to {} were given up: too old, or too many", lost, post.journal().destination);
                    new Statuses(statuses, this::waitingFor).pruned(post.journal().destination, lost);
                }
            } catch (IOException error) {
                LOG.warn("Old letters to {} cannot be given up", post.journal().destination, error);
            }
        }
    }

    private void failed(String code, String message) {
        statuses.report(new Subject(Subject.STORE, "outbox"), Health.FAILED, code, message,
                "See the free space and the rights of the data folder.");
    }

    private static UnavailableException stopping() {
        return new UnavailableException("outbox.stopping", "The outbox is stopping.", "Try again.", null);
    }

    /** Folders are named by a digest, since destinations may be addresses. */
    private static String name(String destination) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(destination.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What was taken stays for the next start. */
    @Override
    public void close() {
        life.writeLock().lock();
        try {
            closed = true;
            requests.add(STOP);
        } finally {
            life.writeLock().unlock();
        }
        try {
            writer.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (Request late : requests) {
            late.done().completeExceptionally(stopping());
        }
        for (Post post : posts.values()) {
            post.sender().close();
            try {
                post.journal().close();
            } catch (IOException error) {
                LOG.warn("The journal of {} cannot be closed", post.journal().destination, error);
            }
        }
    }
}
