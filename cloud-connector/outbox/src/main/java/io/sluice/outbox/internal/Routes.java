package io.sluice.outbox.internal;

import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Link;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.link.Resource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ways that are open at present: links to nodes, handlers of this node for what it tells itself, and HTTP to any address.
 * Thread-safe.
 */
final class Routes {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String own;
    private final Executor pool;
    private final List<LinkRoute> links = new CopyOnWriteArrayList<>();
    private final List<Handler> handlers = new CopyOnWriteArrayList<>();
    private final HttpClient http;

    private record Handler(RequestHandler handler, Set<String> resources, Set<String> commands) {}

    /**
     * @param own id of this node
     * @param pool on which handlers of this node work
     */
    Routes(String own, Executor pool) {
        this.own = own;
        this.pool = pool;
        http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).executor(pool).build();
    }

    void add(Link link) {
        links.add(new LinkRoute(link));
    }

    void remove(Link link) {
        links.removeIf(known -> known.link() == link);
    }

    void add(RequestHandler handler, Map<String, Object> properties) {
        handlers.add(new Handler(handler, texts(properties.get(RequestHandler.RESOURCES)),
                texts(properties.get(RequestHandler.COMMANDS))));
    }

    void remove(RequestHandler handler) {
        handlers.removeIf(known -> known.handler() == handler);
    }

    /** Whether letters can go there at all, now or later. */
    static boolean reachable(String destination) {
        return isAddress(destination) || destination.matches("[0-9A-Za-z]{20}");
    }

    /** Empty while there is none. */
    Optional<Route> find(String destination) {
        if (isAddress(destination)) {
            return Optional.of(letter -> post(destination, letter));
        }
        if (destination.equals(own)) {
            return Optional.of(this::handle);
        }
        return links.stream().filter(route -> isOpen(route.link().info(), destination)).findFirst().map(Route.class::cast);
    }

    private static boolean isOpen(LinkInfo link, String destination) {
        return link.device().equals(destination) && link.state() == LinkState.ONLINE;
    }

    private static boolean isAddress(String destination) {
        return destination.startsWith("http://") || destination.startsWith("https://");
    }

    private CompletableFuture<Verdict> post(String address, Entry letter) {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).header("Content-Type", "application/json")
                    .header("Idempotency-Key", "\"" + letter.key().replaceAll("[^ !#-\\[\\]-~]", "_") + "\"")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(letter.body())).build();
        } catch (IllegalArgumentException wrong) {
            return CompletableFuture.completedFuture(Verdict.refused("The address is wrong: " + wrong.getMessage()));
        }
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).thenApply(answer -> verdict(answer.statusCode()));
    }

    /** Errors of the server, and those by which it asks for another try, pass; others are of the letter. */
    private static Verdict verdict(int status) {
        String reason = "The address answers " + status + ".";
        return switch (status) {
            case 408, 425, 429 -> Verdict.later(reason);
            default -> status / 100 == 2 ? Verdict.ACCEPTED : status / 100 == 5 ? Verdict.later(reason) : Verdict.refused(reason);
        };
    }

    private CompletableFuture<Verdict> handle(Entry letter) {
        return CompletableFuture.supplyAsync(() -> {
            Handler handler = handlers.stream().filter(known -> known.resources().contains(letter.resource().name()))
                    .filter(known -> letter.resource() != Resource.COMMAND || known.commands().contains("task_result"))
                    .findFirst().orElseThrow(() -> new UnavailableException("outbox.handler.absent",
                            "Nobody on this node takes " + letter.resource() + ".", "", null));
            try {
                return Verdict.of(handler.handler().handle(own, letter.resource(), letter.body()));
            } catch (UnavailableException later) {
                throw later;
            } catch (SluiceException refused) {
                return Verdict.refused(refused.getMessage());
            }
        }, pool);
    }

    private static Set<String> texts(Object property) {
        if (property instanceof String[] several) {
            return Set.of(several);
        }
        return Stream.ofNullable(property).map(Object::toString).collect(Collectors.toSet());
    }
}
