package io.sluice.session;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.link.LinkState;
import io.sluice.session.SessionAnswer.Outcome;
import io.sluice.session.SessionRequest.Kind;
import io.sluice.session.tls.TlsTrouble;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Keeps this node registered with one upper node: registers, keeps alive, registers anew when it was forgotten or the link was
 * away for too long, and signs off at the end. Between attempts it waits longer each time. All its work is on one thread.
 */
public final class Uplink implements AutoCloseable {

    /** How a binding asks the upper node. */
    public interface Door {
        /**
         * @throws RefusedException when the upper node does not let this node in
         * @throws IOException when it cannot be reached
         */
        SessionAnswer ask(SessionRequest request) throws IOException, RefusedException, InterruptedException;
    }

    /** Not let in: password, certificate, quarantine. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        public RefusedException(String reason) {
            super(reason);
        }
    }

    /** The two nodes do not trust each other's certificates: no connection, whatever waiting does. */
    public static final class DistrustException extends IOException {
        private static final long serialVersionUID = 1;

        private final transient TlsTrouble trouble;

        public DistrustException(TlsTrouble trouble, Throwable cause) {
            super(trouble.message(), cause);
            this.trouble = trouble;
        }
    }

    /** Told of what the link does, on its thread. */
    public interface Listener {
        /** @param upper device id of the upper node, empty as long as unknown */
        void changed(LinkState state, String upper, String reason);

        /** As {@code changed} to {@link LinkState#REFUSED}, on account of a certificate. */
        default void distrusted(String upper, TlsTrouble trouble) {
            changed(LinkState.REFUSED, upper, trouble.message());
        }
    }

    /**
     * @param template what every request carries; kind and time are replaced
     * @param keepalive between two signs of life
     * @param expiry silence after which the upper node has forgotten this one
     */
    public record Settings(SessionRequest template, Duration keepalive, Duration expiry) {}

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final Settings settings;
    private final Door door;
    private final Listener listener;
    private final ClockFilter clock;
    private final ScheduledThreadPoolExecutor thread;
    private LinkState state = LinkState.CONNECTING;
    private String upper = "";
    private long lastHeard;
    private Duration pause = FIRST_PAUSE;
    private Future<?> next = CompletableFuture.completedFuture(null);

    /** @param clock fed with the time stamps of every answer */
    public Uplink(String name, Settings settings, ClockFilter clock, Door door, Listener listener) {
        this.clock = clock;
        this.settings = settings;
        this.door = door;
        this.listener = listener;
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "link-" + name);
            made.setDaemon(true);
            return made;
        });
        // Or its end would wait for an attempt that was called off.
        thread.setRemoveOnCancelPolicy(true);
        thread.execute(this::round);
    }

    /** There is reason to hope: tries at once, if this node is not registered. */
    public void hurry() {
        try {
            thread.execute(() -> {
                if (state != LinkState.ONLINE) {
                    next.cancel(false);
                    pause = FIRST_PAUSE;
                    round();
                }
            });
        } catch (RejectedExecutionException ended) {
            // Nothing to try any more.
        }
    }

    /** Signs off, if there is somebody to sign off from, and ends. Waits for a request under way only for a while. */
    @Override
    public void close() throws InterruptedException {
        thread.execute(() -> {
            next.cancel(false);
            if (state == LinkState.ONLINE) {
                signOff();
            }
        });
        thread.shutdown();
        if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
            thread.shutdownNow();
        }
    }

    private void round() {
        Duration wait;
        try {
            wait = state == LinkState.ONLINE ? keepAlive() : register();
        } catch (RefusedException refused) {
            become(LinkState.REFUSED, refused.getMessage());
            wait = LONGEST_PAUSE;
        } catch (DistrustException distrust) {
            state = LinkState.REFUSED;
            listener.distrusted(upper, distrust.trouble);
            wait = longer();
        } catch (IOException away) {
            wait = unreachable(away);
        } catch (InvalidInputException nonsense) {
            wait = unreachable(new IOException("it answers something else: " + nonsense.getMessage(), nonsense));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!thread.isShutdown()) {
            next = thread.schedule(this::round, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Duration register() throws IOException, RefusedException, InterruptedException {
        SessionAnswer answer = ask(Kind.REGISTER);
        if (answer.outcome() == Outcome.FAILED) {
            throw new IOException(answer.reason());
        }
        if (answer.outcome() != Outcome.OK) {
            throw new RefusedException(answer.reason());
        }
        heard(answer);
        return settings.keepalive();
    }

    private Duration keepAlive() throws IOException, RefusedException, InterruptedException {
        SessionAnswer answer = ask(Kind.KEEPALIVE);
        switch (answer.outcome()) {
            case OK -> heard(answer);
            case NOT_REGISTERED -> {
                become(LinkState.CONNECTING, answer.reason());
                return Duration.ZERO;
            }
            case FAILED -> throw new IOException(answer.reason());
            default -> throw new RefusedException(answer.reason());
        }
        return settings.keepalive();
    }

    private void heard(SessionAnswer answer) {
        upper = answer.device();
        lastHeard = System.nanoTime();
        pause = FIRST_PAUSE;
        become(LinkState.ONLINE, "");
    }

    private Duration unreachable(IOException away) {
        String reason = away.getMessage() == null ? away.getClass().getSimpleName() : away.getMessage();
        boolean forgotten = System.nanoTime() - lastHeard > settings.expiry().toNanos();
        if (state == LinkState.ONLINE && forgotten || state == LinkState.AWAY) {
            become(LinkState.AWAY, reason);
        } else if (state != LinkState.ONLINE) {
            become(LinkState.CONNECTING, reason);
        }
        return longer();
    }

    private Duration longer() {
        Duration wait = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return wait;
    }

    private SessionAnswer ask(Kind kind) throws IOException, RefusedException, InterruptedException {
        SessionRequest asked = settings.template();
        long sent = Micros.now();
        SessionAnswer answer =
                door.ask(new SessionRequest(kind, asked.device(), asked.instance(), asked.scheme(), asked.port(), sent));
        if (answer.arrived() > 0 && answer.answered() > 0) {
            clock.add(sent, answer.arrived(), answer.answered(), Micros.now());
        }
        return answer;
    }

    private void signOff() {
        try {
            ask(Kind.SIGN_OFF);
        } catch (IOException | RefusedException | InvalidInputException unheard) {
            // The upper node finds out by itself when nothing more is heard.
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        become(LinkState.SIGNED_OFF, "");
    }

    private void become(LinkState next, String reason) {
        state = next;
        listener.changed(next, upper, reason);
    }
}
