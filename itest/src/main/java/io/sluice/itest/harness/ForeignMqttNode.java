package io.sluice.itest.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/**
 * A node that speaks T/AI 116.6 by MQTT 5 as {@code docs/protocol.md} tells it, with none of the product's code: above or below a gateway.
 * Answers whatever it is sent with success, once the taker has taken it. Thread-safe.
 */
public final class ForeignMqttNode implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_MILLIS = 20_000;
    private static final long SESSION_SECONDS = 300;
    private static final int KEEPALIVE_SECONDS = 60;

    private final String id;
    private final String peer;
    private final String key;
    private final String instance;
    private final MqttAsyncClient client;
    private final ExecutorService pool;
    private final Consumer<JsonNode> taker;
    private final Map<String, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();

    /**
     * @param peer id of the gateway that it speaks with
     * @param key that both were given
     * @param pool on which what comes is answered; stays the caller's
     * @param taker of each command that comes; what it throws leaves the command unanswered
     */
    public ForeignMqttNode(String broker, String id, String peer, String key, ExecutorService pool, Consumer<JsonNode> taker)
            throws MqttException {
        this.id = id;
        this.peer = peer;
        this.key = key;
        this.pool = pool;
        this.taker = taker;
        instance = Long.toHexString(UUID.randomUUID().getMostSignificantBits());
        client = new MqttAsyncClient(broker, id + "-foreign", new MemoryPersistence());
        client.setCallback(new Callback());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(SESSION_SECONDS);
        options.setKeepAliveInterval(KEEPALIVE_SECONDS);
        options.setAutomaticReconnect(true);
        options.setAutomaticReconnectDelay(1, 1);
        options.setMaxReconnectDelay(1000);
        options.setWill("sluice/all/" + id + "/Presence", new MqttMessage(bytes("gone"), 1, true, new MqttProperties()));
        client.connect(options).waitForCompletion(PATIENCE_MILLIS);
    }

    /** A sign of life, registration or its end, towards a gateway above. */
    public JsonNode session(String word) throws IOException, InterruptedException {
        return ask("System/" + word, "{\"" + word + "Object\":{\"DeviceID\":\"" + id + "\",\"Instance\":\"" + instance + "\"}}");
    }

    /** Sends a message and awaits its answer. */
    public JsonNode ask(String path, String body) throws IOException, InterruptedException {
        UUID random = UUID.randomUUID();
        byte[] correlation = ByteBuffer.allocate(16).putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits()).array();
        String name = HexFormat.of().formatHex(correlation);
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(name, answer);
        try {
            MqttProperties properties = new MqttProperties();
            properties.setResponseTopic("sluice/" + id + "/" + peer + "/Reply/" + instance);
            publish("sluice/" + peer + "/" + id + "/" + path, bytes(body), correlation, properties);
            return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | MqttException silent) {
            throw new IOException("no answer to " + path, silent);
        } finally {
            asked.remove(name);
        }
    }

    private void publish(String topic, byte[] body, byte[] correlation, MqttProperties properties) throws MqttException {
        properties.setCorrelationData(correlation);
        properties.setUserProperties(List.of(new UserProperty("seal", seal(topic, correlation, body))));
        client.publish(topic, new MqttMessage(body, 1, false, properties));
    }

    private String seal(String topic, byte[] correlation, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(key), "HmacSHA256"));
            mac.update(ByteBuffer.allocate(8).putInt(bytes(topic).length).putInt(correlation.length).array());
            mac.update(bytes(topic));
            mac.update(correlation);
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void connected() {
        try {
            client.subscribe(new MqttSubscription[] {new MqttSubscription("sluice/" + id + "/#", 1)});
            client.publish("sluice/all/" + id + "/Presence", new MqttMessage(bytes("here"), 1, true, new MqttProperties()));
        } catch (MqttException broken) {
            // It connects again, and comes here again.
            System.err.println(id + " could not subscribe: " + broken);
        }
    }

    private void arrived(String topic, MqttMessage message) {
        String[] parts = topic.split("/", 4);
        MqttProperties properties = message.getProperties();
        byte[] correlation = properties.getCorrelationData() == null ? new byte[0] : properties.getCorrelationData();
        boolean sealed = parts.length == 4 && parts[2].equals(peer) && properties.getUserProperties().stream()
                .anyMatch(property -> property.getValue().equals(seal(topic, correlation, message.getPayload())));
        if (!sealed) {
            return;
        }
        if (parts[3].startsWith("Reply/")) {
            CompletableFuture<JsonNode> waiting = asked.get(HexFormat.of().formatHex(correlation));
            if (waiting != null) {
                waiting.complete(read(message.getPayload()));
            }
        } else {
            long arrived = micros();
            pool.execute(() -> answer(parts[3], read(message.getPayload()), correlation, properties.getResponseTopic(), arrived));
        }
    }

    private void answer(String path, JsonNode message, byte[] correlation, String to, long arrived) {
        ObjectNode reply = JSON.createObjectNode();
        if (path.equals("System/Register") || path.equals("System/Keepalive") || path.equals("System/UnRegister")) {
            reply.putObject("ResponseStatusObject").put("RequestURL", "/" + path).put("StatusCode", 0).put("StatusString", "OK")
                    .put("Id", id).put("ArrivedMicros", arrived).put("AnsweredMicros", micros());
        } else {
            taker.accept(message);
            if (message.has("CommandType")) {
                reply.set("CommandType", message.path("CommandType"));
                reply.set("CommandIdx", message.path("CommandIdx"));
            }
            reply.put("StatusCode", "0");
        }
        try {
            publish(to, JSON.writeValueAsBytes(reply), correlation, new MqttProperties());
        } catch (IOException | MqttException lost) {
            // Who asked will ask again.
            System.err.println(id + " could not answer: " + lost);
        }
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private static long micros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, 0, false);
        client.close(true);
    }

    private final class Callback implements MqttCallback {

        @Override
        public void connectComplete(boolean reconnect, String server) {
            // Paho's thread of callbacks must not wait for itself.
            pool.execute(ForeignMqttNode.this::connected);
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            arrived(topic, message);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            // The client connects again by itself.
        }

        @Override
        public void mqttErrorOccurred(MqttException error) {
            System.err.println(id + " met " + error);
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // The answer says more.
        }

        @Override
        public void authPacketArrived(int reason, MqttProperties properties) {
            // No such exchange is used.
        }
    }
}
