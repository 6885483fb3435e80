package io.sluice.outbox.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the letters of one journal, in order, several results under way at a time: over a long way, waiting for each answer would be
 * most of the time. After a failure it begins again at the first that was not acknowledged; what had arrived behind it arrives twice,
 * which the receiver sees by the key. A letter that is refused again and again is given up, counted and told, or it would keep all
 * behind it for ever; one that cannot be taken at present waits. One thread of its own.
 */
final class Sender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final long WINDOW_BYTES = 4 << 20;
    private static final int MOST_REFUSALS = 8;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final long ANSWER_SECONDS = 60;

    private final Journal journal;
    private final Routes routes;
    private final Listener listener;
    private final Duration shortestPause;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private Duration pause;
    private long refusedNumber = -1;
    private int refusals;
    private boolean told;
    private boolean opened;
    private volatile boolean closed;

    /** Who is told how it goes. Returns at once. */
    interface Listener {

        void went(String destination);

        /** @param reason for people */
        void stuck(String destination, String reason);

        void gaveUp(String destination, String key, String reason);
    }

    Sender(Journal journal, Routes routes, Listener listener, Duration shortestPause) {
        this.journal = journal;
        this.routes = routes;
        this.listener = listener;
        this.shortestPause = shortestPause;
        pause = shortestPause;
        thread = new Thread(this::work, "outbox-" + journal.destination);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** There is something to send. Does not shorten a pause: or each new letter would be another attempt with the first one. */
    void fresh() {
        tell(false);
    }

    /** There may be a way to send. */
    void wake() {
        tell(true);
    }

    private void tell(boolean way) {
        lock.lock();
        try {
            told = true;
            opened |= way;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        while (!closed) {
            try {
                List<Entry> letters = journal.peek(Route.SINGLE, WINDOW_BYTES);
                if (letters.isEmpty()) {
                    await(LONGEST_PAUSE, () -> told);
                } else if (!send(together(letters))) {
                    // A letter that is refused is given up after some times: how long that takes must not depend on other news.
                    boolean refused = refusedNumber == letters.get(0).number();
                    await(pause, () -> opened && !refused);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            } catch (IOException error) {
                listener.stuck(journal.destination, "The letters cannot be read: " + error.getMessage());
                LOG.warn("The journal of {} failed", journal.destination, error);
                awaitQuietly();
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    /**
     * Letters that may be under way together: results, which have a time each. A state that overtook a later one would stay; links
     * by MQTT may let requests overtake each other, so each state has the way for itself.
     */
    private static List<Entry> together(List<Entry> letters) {
        int count = 0;
        while (count < letters.size() && letters.get(count).resource() == Resource.COMMAND) {
            count++;
        }
        return letters.subList(0, Math.min(letters.size(), Math.max(1, count)));
    }

    /**
     * Sends letters, and more whenever half of those under way have arrived, until none is left or one is not accepted.
     *
     * @return whether it went on by at least one letter
     */
    private boolean send(List<Entry> letters) throws IOException, InterruptedException {
        Optional<Route> route = routes.find(journal.destination);
        if (route.isEmpty()) {
            listener.stuck(journal.destination, "There is no link to it at present.");
            // A link tells nobody when it comes up; asking costs nothing.
            pause = shortestPause;
            return false;
        }
        Deque<Flight> flights = new ArrayDeque<>();
        begin(route.get(), letters, flights);
        boolean went = false;
        while (!flights.isEmpty()) {
            Flight first = flights.removeFirst();
            // Those that are accepted already are acknowledged in one go.
            boolean last = flights.isEmpty() || !isAccepted(flights.getFirst().answer());
            if (!settle(first.letter(), first.answer(), last)) {
                return went;
            }
            went = true;
            int window = route.get().window();
            if (last && flights.size() <= window / 2 && !closed) {
                long newest = flights.isEmpty() ? first.letter().number() : flights.getLast().letter().number();
                List<Entry> more = together(journal.peek(newest, window - flights.size(), WINDOW_BYTES));
                if (flights.isEmpty() || !more.isEmpty() && more.get(0).resource() == Resource.COMMAND
                        && first.letter().resource() == Resource.COMMAND) {
                    begin(route.get(), more, flights);
                }
            }
        }
        return true;
    }

    private record Flight(Entry letter, CompletableFuture<Verdict> answer) {}

    private static boolean isAccepted(CompletableFuture<Verdict> answer) {
        return answer.isDone() && !answer.isCompletedExceptionally() && answer.join().accepted();
    }

    private static void begin(Route route, List<Entry> letters, Deque<Flight> flights) {
        List<? extends CompletionStage<Verdict>> answers;
        try {
            answers = route.send(letters);
        } catch (RuntimeException error) {
            answers = letters.stream().map(letter -> CompletableFuture.<Verdict>failedFuture(error)).toList();
        }
        for (int index = 0; index < letters.size(); index++) {
            flights.add(new Flight(letters.get(index), answers.get(index).toCompletableFuture()));
        }
    }

    /** @return whether this letter is done with */
    private boolean settle(Entry letter, CompletableFuture<Verdict> answer, boolean last) throws IOException, InterruptedException {
        try {
            Verdict verdict = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (verdict.kind() == Verdict.Kind.LATER) {
                listener.stuck(journal.destination, "It cannot take " + letter.key() + " at present: " + verdict.reason());
                return false;
            }
            if (!verdict.accepted()) {
                return refused(letter, verdict.reason());
            }
            if (last) {
                acknowledge(letter);
            }
            return true;
        } catch (ExecutionException error) {
            Throwable cause = error.getCause();
            if (!(cause instanceof UnavailableException)) {
                LOG.debug("Sending to {} failed", journal.destination, cause);
            }
            listener.stuck(journal.destination, String.valueOf(cause.getMessage()));
            return false;
        } catch (TimeoutException silent) {
            listener.stuck(journal.destination, "No answer came within " + ANSWER_SECONDS + " s.");
            return false;
        }
    }

    /** And all before it. */
    private void acknowledge(Entry letter) throws IOException {
        journal.acknowledge(letter.number());
        pause = shortestPause;
        listener.went(journal.destination);
    }

    private boolean refused(Entry letter, String reason) throws IOException {
        refusals = refusedNumber == letter.number() ? refusals + 1 : 1;
        refusedNumber = letter.number();
        if (refusals < MOST_REFUSALS) {
            listener.stuck(journal.destination, "It refuses " + letter.key() + ": " + reason);
            return false;
        }
        LOG.warn("{} refused {} {} times: {}", journal.destination, letter.key(), refusals, reason);
        journal.giveUp(letter.number());
        listener.gaveUp(journal.destination, letter.key(), reason);
        return true;
    }

    private void await(Duration most, BooleanSupplier enough) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while (!enough.getAsBoolean() && left > 0 && !closed) {
                left = news.awaitNanos(left);
            }
            told = false;
            opened = false;
        } finally {
            lock.unlock();
        }
    }

    private void awaitQuietly() {
        try {
            await(LONGEST_PAUSE, () -> told);
        } catch (InterruptedException stopped) {
            closed = true;
        }
    }
}
