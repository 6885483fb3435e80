package io.sluice.bench.outbox;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.link.Resource;
import io.sluice.api.message.Command;
import io.sluice.api.message.CommandReply;
import io.sluice.api.message.TaskResult;
import io.sluice.api.task.Letter;
import io.sluice.api.task.Waiting;
import io.sluice.itest.harness.Await;
import io.sluice.outbox.internal.OutboxComponent;
import io.sluice.outbox.internal.OutboxConfig;
import io.sluice.protocol.MessageCodec;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/**
 * The product's outbox, sending over the product's link by HTTP to a node where each result is read, checked and kept by another outbox
 * before it is acknowledged: on the medium here, over TCP, on the medium there.
 */
final class OutboxPair implements AutoCloseable {

    /** A node that is linked with nobody: what is for it stays. */
    private static final String NOBODY = "31010000001320000009";

    private final Framework[] frameworks = new Framework[2];
    private final OutboxComponent here;
    private final OutboxComponent there;
    private final HttpPair link;
    private final MessageCodec codec = new MessageCodec();
    private final AtomicLong names = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private volatile boolean closed;
    private volatile boolean keeping = true;

    OutboxPair(Path folder) throws Exception {
        here = outbox(0, folder.resolve("here"));
        there = outbox(1, folder.resolve("there"));
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(RequestHandler.RESOURCES, Resource.COMMAND.name());
        properties.put(RequestHandler.COMMANDS, TaskResult.TYPE);
        frameworks[1].getBundleContext().registerService(RequestHandler.class, this::take, properties);
        link = new HttpPair(frameworks[0].getBundleContext(), frameworks[1].getBundleContext());
        here.bindLink(link.link());
    }

    private OutboxComponent outbox(int index, Path data) throws Exception {
        Files.createDirectories(data);
        frameworks[index] = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, data.resolve("cache").toString(),
                "sluice.data", data.toString()));
        frameworks[index].start();
        OutboxConfig defaults = (OutboxConfig) Proxy.newProxyInstance(OutboxConfig.class.getClassLoader(),
                new Class<?>[] {OutboxConfig.class}, (proxy, method, arguments) ->
                        method.getName().equals("most_mib") ? (Object) 8192 : method.getDefaultValue());
        return new OutboxComponent(frameworks[index].getBundleContext(), defaults);
    }

    private byte[] take(String device, Resource resource, byte[] body) {
        if (closed) {
            throw new UnavailableException("outbox.closed", "Nothing is taken at present.", "", null);
        }
        Command result = codec.decodeCommand(body);
        if (keeping) {
            there.put(List.of(new Letter(NOBODY, Resource.COMMAND, device + "/" + arrived.get(), Instant.now(), body)));
        }
        arrived.incrementAndGet();
        return codec.encodeReply(result, CommandReply.succeeded(result));
    }

    /** Whether what comes is refused for the time being. */
    void shut(boolean shut) {
        closed = shut;
    }

    /** Whether what comes is kept, or only counted. */
    void keep(boolean kept) {
        keeping = kept;
    }

    /** @return seconds until all letters are kept there and acknowledged here */
    double run(Callers callers, byte[] body) throws Exception {
        long before = arrived.get();
        long begin = System.nanoTime();
        callers.run(share -> {
            for (int index = 0; index < share; index++) {
                here.put(List.of(letter(body)));
            }
        });
        Await.until("all are acknowledged", Duration.ofMinutes(5),
                () -> arrived.get() - before >= callers.messages() && waiting() == 0);
        return (System.nanoTime() - begin) / 1e9;
    }

    Letter letter(byte[] body) {
        return new Letter(HttpPair.UPPER, Resource.COMMAND, "task/" + names.incrementAndGet(), Instant.now(), body);
    }

    void put(List<Letter> letters) {
        here.put(letters);
    }

    long waiting() {
        return here.waiting().stream().mapToLong(Waiting::letters).sum();
    }

    @Override
    public void close() throws Exception {
        here.stop();
        link.close();
        there.stop();
        for (Framework framework : frameworks) {
            framework.stop();
        }
    }
}
