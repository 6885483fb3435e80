package io.sluice.session.cascade;

import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.Resource;
import io.sluice.api.message.Command;
import io.sluice.api.message.DeviceSelector;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.Reply;
import io.sluice.api.message.StatusCode;
import io.sluice.protocol.MessageCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Puts a question to this node and to those below it, to all at the same time, and merges what they answer. Each level of nodes has
 * three quarters of the time that the one above has, so that a partial answer arrives before who asked gives up; where there is
 * hardly any left, nobody is asked, which also ends a circle of links. Thread-safe.
 */
public final class FanOut {

    /** Beyond the tables: milliseconds that who asks waits. */
    public static final String PATIENCE = "Patience";

    private static final Duration LEAST = Duration.ofMillis(200);

    private final String own;
    private final Collection<Link> links;
    private final Duration patience;
    private final MessageCodec codec = new MessageCodec();

    /** One node that is asked. */
    private record Asked(String device, CompletableFuture<Reply> reply) {}

    /**
     * @param links of this node, as they are when somebody asks
     * @param patience with the nodes below, where who asks says nothing shorter
     */
    public FanOut(String own, Collection<Link> links, Duration patience) {
        this.own = own;
        this.links = links;
        this.patience = patience;
    }

    /**
     * Waits for the nodes below, as long as the patience.
     *
     * @param asker who asks: is not asked back, wherever it stands
     */
    public <T> Reply ask(String asker, Question<T> question) {
        Map<String, Boolean> selected = select(question);
        boolean all = selected.getOrDefault(own, false);
        Duration time = timeFor(question.asked());
        List<Unanswered> missing = new ArrayList<>();
        List<Asked> asked = new ArrayList<>();
        Map<String, Link> below = below(asker);
        for (Map.Entry<String, Boolean> one : targets(selected, all, below).entrySet()) {
            if (!below.containsKey(one.getKey())) {
                missing.add(new Unanswered(one.getKey(), "This node has no link to it."));
            } else if (time.compareTo(LEAST) < 0) {
                missing.add(new Unanswered(one.getKey(), "No time was left to ask it."));
            } else {
                asked.add(send(question, below.get(one.getKey()), new DeviceSelector(one.getKey(), one.getValue()), time));
            }
        }
        Map<String, T> answers = new LinkedHashMap<>();
        if (selected.containsKey(own)) {
            question.own().get().ifPresent(answer -> answers.put(own, answer));
        }
        long deadline = System.nanoTime() + time.toNanos();
        boolean answered = selected.containsKey(own);
        for (Asked one : asked) {
            answered |= collect(question, one, deadline, answers, missing);
        }
        if (!answered && !missing.isEmpty()) {
            throw new UnavailableException("resources.nodes.silent",
                    "None of the nodes asked for answered; " + missing.get(0).device() + ": " + missing.get(0).reason(),
                    "Check the links with them.", null);
        }
        return question.reply().apply(List.copyOf(answers.values()), Unanswered.members(missing));
    }

    /** Which nodes, and whether those below them too. */
    private Map<String, Boolean> select(Question<?> question) {
        Map<String, Boolean> selected = new LinkedHashMap<>();
        question.devices().orElse(List.of(new DeviceSelector(own, false)))
                .forEach(one -> selected.merge(one.deviceId(), one.hierarchicalQuery(), Boolean::logicalOr));
        return selected;
    }

    private Map<String, Boolean> targets(Map<String, Boolean> selected, boolean all, Map<String, Link> below) {
        Map<String, Boolean> targets = new LinkedHashMap<>(selected);
        targets.remove(own);
        if (all) {
            below.keySet().forEach(device -> targets.put(device, true));
        }
        return targets;
    }

    private Map<String, Link> below(String asker) {
        Map<String, Link> below = new LinkedHashMap<>();
        for (Link link : links) {
            LinkInfo info = link.info();
            if (info.direction() == LinkInfo.Direction.LOWER && !info.device().isEmpty()
                    && !info.device().equals(asker)) {
                below.put(info.device(), link);
            }
        }
        return below;
    }

    private <T> Asked send(Question<T> question, Link link, DeviceSelector target, Duration time) {
        JsonObject members = JsonObject.builder().put(PATIENCE, time.toMillis()).build();
        Command command = question.again().apply(List.of(target), members);
        CompletableFuture<Reply> reply;
        try {
            reply = link.send(Resource.COMMAND, codec.encode(command), time).toCompletableFuture()
                    .thenApply(body -> codec.decodeReply(command, body));
        } catch (RuntimeException error) {
            reply = CompletableFuture.failedFuture(error);
        }
        return new Asked(target.deviceId(), reply);
    }

    /** @return whether it answered */
    private static <T> boolean collect(
            Question<T> question, Asked one, long deadline, Map<String, T> answers, List<Unanswered> missing) {
        String reason;
        try {
            Reply reply = one.reply().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (reply.statusCode() == StatusCode.SUCCESS) {
                question.answers().apply(reply).orElse(List.of())
                        .forEach(answer -> answers.putIfAbsent(question.device().apply(answer), answer));
                Unanswered.in(reply.extra()).forEach(missing::add);
                return true;
            }
            reason = reply.message().orElse("It refused without a reason.");
        } catch (TimeoutException silent) {
            reason = "It did not answer in time.";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            reason = "This node is stopping.";
        } catch (ExecutionException failed) {
            reason = reason(failed.getCause());
        }
        missing.add(new Unanswered(one.device(), reason));
        return false;
    }

    private static String reason(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof SluiceException known ? known.getMessage() : String.valueOf(cause);
    }

    /** For the nodes below. */
    private Duration timeFor(Command asked) {
        return asked.extra().get(PATIENCE)
                .filter(JsonNumber.class::isInstance)
                .map(given -> Duration.ofMillis((long) Math.max(0, ((JsonNumber) given).toDouble() * 0.75)))
                .filter(given -> given.compareTo(patience) < 0)
                .orElse(patience);
    }
}
