package io.sluice.link.mqtt.internal;

import io.sluice.session.mqtt.Seal;
import io.sluice.session.mqtt.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/**
 * Requests and their answers over a {@link Channel}: each request says where its answer is awaited and by which correlation, and
 * both are sealed by the key that the two nodes share. A request that nobody takes in time ends with its patience, at the broker
 * too. Thread-safe.
 */
final class Exchange {

    /** A request whose seal fits. */
    record Request(Topics topic, byte[] body, byte[] correlation, String replyTo) {}

    /** Takes requests on a thread of the client: must not wait. */
    interface Taker {
        void take(Request request);

        /** A node is there, or gone. */
        void presence(String device, boolean there);
    }

    private static final String SEAL = "seal";
    private static final int REMEMBERED = 8192;

    private record Waiting(String from, CompletableFuture<byte[]> reply) {}

    private final String device;
    private final String instance;
    private final int longest;
    private final Map<String, String> keys;
    private final Taker taker;
    private final Recent recent = new Recent(REMEMBERED);
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    /** @param keys by device id of the other node */
    Exchange(String device, String instance, int longest, Map<String, String> keys, Taker taker) {
        this.device = device;
        this.instance = instance;
        this.longest = longest;
        this.keys = Map.copyOf(keys);
        this.taker = taker;
    }

    CompletableFuture<byte[]> ask(Channel channel, String to, String path, byte[] body, Duration patience) {
        byte[] correlation = correlation();
        String topic = new Topics(to, device, path).write();
        MqttProperties properties = sealed(to, topic, correlation, body);
        properties.setResponseTopic(new Topics(device, to, Topics.REPLY + instance).write());
        properties.setMessageExpiryInterval(Math.max(1, patience.toSeconds()));
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        String key = HexFormat.of().formatHex(correlation);
        waiting.put(key, new Waiting(to, reply));
        try {
            channel.publish(topic, body, properties);
        } catch (IOException down) {
            reply.completeExceptionally(down);
        }
        return reply.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).whenComplete((done, error) -> waiting.remove(key));
    }

    void answer(Channel channel, Request request, byte[] body) throws IOException {
        channel.publish(request.replyTo, body, sealed(request.topic.from(), request.replyTo, request.correlation, body));
    }

    /** Sorts what came: an answer that is awaited, a request, a sign of presence; leaves out all the rest. */
    void arrived(String name, MqttMessage message) {
        Optional<Topics> read = Topics.read(name);
        if (read.isEmpty() || !keys.containsKey(read.get().from()) && !read.get().from().equals(device)) {
            return;
        }
        Topics topic = read.get();
        if (topic.to().equals(Topics.ALL)) {
            taker.presence(topic.from(), message.getPayload().length == 4 && message.getPayload()[0] == 'h');
            return;
        }
        MqttProperties properties = message.getProperties();
        byte[] correlation = properties.getCorrelationData() == null ? new byte[0] : properties.getCorrelationData();
        byte[] body = message.getPayload();
        if (!topic.to().equals(device) || !keys.containsKey(topic.from()) || body.length > longest || !isSealed(topic, name, correlation, body, properties)) {
            return;
        }
        String key = HexFormat.of().formatHex(correlation);
        if (topic.path().equals(Topics.REPLY + instance)) {
            Waiting asked = waiting.get(key);
            if (asked != null && asked.from.equals(topic.from())) {
                // Whoever waits may take its time, and this thread has none.
                asked.reply.completeAsync(() -> body);
            }
        } else if (correlation.length == 16 && replyFits(topic, properties.getResponseTopic()) && recent.add(topic.from() + key)) {
            taker.take(new Request(topic, body, correlation, properties.getResponseTopic()));
        }
    }

    /** Nobody but who asked gets the answer. */
    private boolean replyFits(Topics request, String replyTo) {
        return replyTo != null && Topics.read(replyTo).filter(to -> to.to().equals(request.from())
                && to.from().equals(device) && to.path().startsWith(Topics.REPLY)).isPresent();
    }

    private boolean isSealed(Topics topic, String name, byte[] correlation, byte[] body, MqttProperties properties) {
        return properties.getUserProperties().stream()
                .filter(property -> property.getKey().equals(SEAL))
                .findFirst()
                .filter(seal -> Seal.fits(seal.getValue(), keys.get(topic.from()), name, correlation, body))
                .isPresent();
    }

    private MqttProperties sealed(String other, String topic, byte[] correlation, byte[] body) {
        MqttProperties properties = new MqttProperties();
        properties.setCorrelationData(correlation);
        properties.setUserProperties(
                List.of(new UserProperty(SEAL, Seal.of(keys.get(other), topic, correlation, body))));
        return properties;
    }

    private static byte[] correlation() {
        UUID random = UUID.randomUUID();
        return ByteBuffer.allocate(16).putLong(random.getMostSignificantBits()).putLong(random.getLeastSignificantBits()).array();
    }
}
