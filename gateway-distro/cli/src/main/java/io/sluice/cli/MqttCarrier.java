package io.sluice.cli;

import io.sluice.api.error.UnavailableException;
import io.sluice.session.http.Caller;
import io.sluice.session.mqtt.Seal;
import io.sluice.session.mqtt.Topics;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import javax.net.ssl.SSLContext;
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

/** By MQTT: a broker, the node's id, and the key that the node shares with who asks. Messages are sealed as between nodes. */
final class MqttCarrier implements Carrier {

    /**
     * @param broker as Paho writes it, such as {@code tcp://192.0.2.1:1883}
     * @param user by which the broker knows who asks, empty for none
     * @param tls for brokers by {@code ssl}
     */
    record Broker(String broker, String user, String password, Optional<SSLContext> tls) {}

    private static final int QUALITY = 1;

    private final Broker broker;
    private final String node;
    private final String own;
    private final String key;
    private final String instance;
    private final Duration patience;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
    private final MqttAsyncClient client;
    private volatile BiFunction<String, byte[], byte[]> taker;

    /** @throws UnavailableException when the broker is not there, or does not let this in */
    MqttCarrier(Broker broker, String node, String own, String key, String instance, Duration patience) {
        this.broker = broker;
        this.node = node;
        this.own = own;
        this.key = key;
        this.instance = instance;
        this.patience = patience;
        try {
            client = new MqttAsyncClient(broker.broker(), own + "-" + instance, new MemoryPersistence());
            client.setCallback(new Callback());
            client.connect(options()).waitForCompletion(patience.toMillis());
            client.subscribe(new MqttSubscription(new Topics(own, node, "#").write(), QUALITY)).waitForCompletion(patience.toMillis());
        } catch (MqttException failed) {
            throw closed("the broker cannot be used: " + told(failed));
        }
    }

    /** From now on answers what the node sends by itself. @param handler of path and body; makes the answer */
    void take(BiFunction<String, byte[], byte[]> handler) {
        taker = handler;
    }

    @Override
    public Caller.Answer ask(String method, String path, byte[] body) {
        byte[] correlation = new byte[16];
        random.nextBytes(correlation);
        String name = HexFormat.of().formatHex(correlation);
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        waiting.put(name, reply);
        try {
            publish(new Topics(node, own, Topics.path(path)).write(), correlation, body,
                    Optional.of(new Topics(own, node, Topics.REPLY + instance).write()));
            return new Caller.Answer(200, reply.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (MqttException | ExecutionException failed) {
            throw closed("the broker takes nothing: " + told(failed));
        } catch (TimeoutException silent) {
            throw closed("it does not answer; it is away, or does not know " + own + " by this key");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw closed("interrupted");
        } finally {
            waiting.remove(name);
        }
    }

    @Override
    public UnavailableException closed(String reason) {
        return new UnavailableException("node.unreachable", "The node " + node + " by " + broker.broker() + ": " + reason + ".",
                "Check the broker, the ids and the key.", null);
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnect().waitForCompletion(patience.toMillis());
            }
            client.close(true);
        } catch (MqttException gone) {
            // The connection ends with the command.
        }
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setConnectionTimeout((int) Math.max(1, patience.toSeconds()));
        if (!broker.user().isEmpty()) {
            options.setUserName(broker.user());
            options.setPassword(broker.password().getBytes(StandardCharsets.UTF_8));
        }
        broker.tls().ifPresent(tls -> {
            options.setSocketFactory(tls.getSocketFactory());
            options.setHttpsHostnameVerificationEnabled(true);
        });
        return options;
    }

    private void publish(String topic, byte[] correlation, byte[] body, Optional<String> replyTo) throws MqttException {
        MqttProperties properties = new MqttProperties();
        properties.setCorrelationData(correlation);
        properties.setUserProperties(List.of(new UserProperty("seal", Seal.of(key, topic, correlation, body))));
        replyTo.ifPresent(properties::setResponseTopic);
        properties.setMessageExpiryInterval(Math.max(1, patience.toSeconds()));
        client.publish(topic, new MqttMessage(body, QUALITY, false, properties));
    }

    private void arrived(String name, MqttMessage message) throws MqttException {
        Optional<Topics> topic = Topics.read(name);
        byte[] correlation = message.getProperties().getCorrelationData();
        boolean sealed = topic.isPresent() && correlation != null && message.getProperties().getUserProperties().stream()
                .anyMatch(one -> one.getKey().equals("seal")
                        && Seal.fits(one.getValue(), key, name, correlation, message.getPayload()));
        if (!sealed) {
            return;
        }
        String replyTo = message.getProperties().getResponseTopic();
        CompletableFuture<byte[]> asked = waiting.get(HexFormat.of().formatHex(correlation));
        if (topic.get().path().equals(Topics.REPLY + instance) && asked != null) {
            asked.complete(message.getPayload());
        } else if (taker != null && replyTo != null && replyTo.startsWith(new Topics(node, own, Topics.REPLY).write())) {
            publish(replyTo, correlation, taker.apply(topic.get().path(), message.getPayload()), Optional.empty());
        }
    }

    private static String told(Exception failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private final class Callback implements MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) throws Exception {
            arrived(topic, message);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            waiting.values().forEach(reply -> reply.completeExceptionally(new IllegalStateException("the connection broke")));
        }

        @Override
        public void mqttErrorOccurred(MqttException error) {
            // Told by the call that failed.
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // The answer tells more.
        }

        @Override
        public void connectComplete(boolean reconnect, String address) {
            // Waited for by the constructor.
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            // No extended authentication is asked for.
        }
    }
}
