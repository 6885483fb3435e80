package io.sluice.link.mqtt.internal;

import io.sluice.session.mqtt.Topics;
import io.sluice.session.tls.TlsTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection with the broker: made, and made again whenever it breaks, waiting longer each time. Its end is told to all by
 * the broker (the will). Thread-safe.
 */
final class Channel implements AutoCloseable {

    /**
     * @param brokers addresses, tried in order
     * @param tls for addresses that begin with {@code ssl}
     * @param group of nodes that share this device id; empty where it is alone
     */
    record Settings(
            List<String> brokers, String user, String password, SSLContext tls, String device, String instance, String group,
            int longest) {}

    /** Told of what comes, on a thread of the client: must not wait. */
    interface Listener {
        void arrived(String topic, MqttMessage message);

        void connected();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Channel.class);
    private static final int PAUSE_MILLIS = 500;
    private static final int LONGEST_PAUSE_MILLIS = 30_000;
    private static final int KEEPALIVE_SECONDS = 60;
    private static final long SESSION_SECONDS = 300;
    private static final long WILL_DELAY_SECONDS = 1;
    private static final long PATIENCE_MILLIS = 10_000;
    private static final int IN_FLIGHT = 256;

    private final Settings settings;
    private final Listener listener;
    private final String presence;
    private final ScheduledThreadPoolExecutor thread;
    private Future<?> next = CompletableFuture.completedFuture(null);
    private int pause = PAUSE_MILLIS;
    private volatile Optional<MqttAsyncClient> client = Optional.empty();
    private volatile String reason = "not connected yet";
    private volatile Optional<TlsTrouble> trouble = Optional.empty();
    private volatile boolean closed;

    Channel(Settings settings, Listener listener) {
        this.settings = settings;
        this.listener = listener;
        this.presence = new Topics(Topics.ALL, settings.device(), Topics.PRESENCE).write();
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "link-mqtt");
            made.setDaemon(true);
            return made;
        });
        // Or its end would wait for an attempt that was called off.
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Begins to connect. */
    void start() {
        thread.execute(this::connect);
    }

    boolean isConnected() {
        return client.filter(MqttAsyncClient::isConnected).isPresent();
    }

    /** Why it is not connected. */
    String reason() {
        return reason;
    }

    /** What is wrong between this node's certificates and the broker's, if that is why it is not connected. */
    Optional<TlsTrouble> trouble() {
        return trouble;
    }

    /** Hands a message to the broker, at quality 1; does not wait. */
    void publish(String topic, byte[] body, MqttProperties properties) throws IOException {
        try {
            MqttAsyncClient present = client.filter(MqttAsyncClient::isConnected)
                    .orElseThrow(() -> new IOException("the broker cannot be reached: " + reason));
            present.publish(topic, new MqttMessage(body, 1, false, properties));
        } catch (MqttException failed) {
            throw new IOException(told(failed), failed);
        }
    }

    /** Another node of the group went and took the id's presence with it: this one is there still. */
    void tellAgain() {
        try {
            thread.execute(() -> {
                try {
                    if (!closed && isConnected()) {
                        tell("here");
                    }
                } catch (MqttException failed) {
                    LOG.debug("That this node is there was not told: {}", told(failed));
                }
            });
        } catch (RejectedExecutionException closing) {
            // Then it is there no more.
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.execute(this::disconnect);
        thread.shutdown();
        if (!thread.awaitTermination(15, TimeUnit.SECONDS)) {
            thread.shutdownNow();
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        try {
            abandon();
            MqttAsyncClient fresh = new MqttAsyncClient(settings.brokers().get(0),
                    settings.device() + "-" + settings.instance(), new MemoryPersistence());
            fresh.setCallback(new Callback(fresh));
            client = Optional.of(fresh);
            fresh.connect(options()).waitForCompletion(PATIENCE_MILLIS);
            fresh.subscribe(Topics.subscriptions(settings.device(), settings.instance(), settings.group()).stream()
                    .map(filter -> new MqttSubscription(filter, 1))
                    .toArray(MqttSubscription[]::new)).waitForCompletion(PATIENCE_MILLIS);
            tell("here");
            trouble = Optional.empty();
            pause = PAUSE_MILLIS;
            listener.connected();
        } catch (MqttException failed) {
            reason = told(failed);
            trouble = TlsTrouble.of(failed);
            LOG.debug("No connection with the broker: {}", reason);
            abandon();
            again();
        }
    }

    private void again() {
        if (!closed) {
            next.cancel(false);
            next = thread.schedule(this::connect, pause, TimeUnit.MILLISECONDS);
            pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        }
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setServerURIs(settings.brokers().toArray(String[]::new));
        options.setCleanStart(false);
        options.setSessionExpiryInterval(SESSION_SECONDS);
        options.setKeepAliveInterval(KEEPALIVE_SECONDS);
        options.setConnectionTimeout((int) Duration.ofMillis(PATIENCE_MILLIS).toSeconds());
        options.setReceiveMaximum(IN_FLIGHT);
        options.setMaximumPacketSize((long) settings.longest() + 4096);
        if (!settings.user().isEmpty()) {
            options.setUserName(settings.user());
            options.setPassword(settings.password().getBytes(StandardCharsets.UTF_8));
        }
        if (settings.brokers().stream().anyMatch(address -> address.startsWith("ssl:"))) {
            options.setSocketFactory(settings.tls().getSocketFactory());
            options.setHttpsHostnameVerificationEnabled(true);
        }
        options.setWill(presence, new MqttMessage(words("gone"), 1, true, new MqttProperties()));
        // Artemis keeps a will without a delay until the session expires.
        MqttProperties will = new MqttProperties();
        will.setWillDelayInterval(WILL_DELAY_SECONDS);
        options.setWillMessageProperties(will);
        return options;
    }

    private void tell(String word) throws MqttException {
        client.orElseThrow().publish(presence, new MqttMessage(words(word), 1, true, new MqttProperties()))
                .waitForCompletion(PATIENCE_MILLIS);
    }

    private void disconnect() {
        next.cancel(false);
        try {
            if (isConnected()) {
                tell("gone");
                client.orElseThrow().disconnect().waitForCompletion(PATIENCE_MILLIS);
            }
            drop();
        } catch (MqttException failed) {
            LOG.debug("The connection with the broker did not end in order: {}", told(failed));
        }
    }

    /** Leaves a client alone that did not come to connect, or lost its connection: its end is no news any more. */
    private void abandon() {
        try {
            drop();
        } catch (MqttException broken) {
            LOG.debug("A client of MQTT did not end in order: {}", told(broken));
        }
    }

    private void drop() throws MqttException {
        if (client.isPresent()) {
            MqttAsyncClient gone = client.get();
            client = Optional.empty();
            if (gone.isConnected()) {
                gone.disconnectForcibly(0);
            }
            gone.close(true);
        }
    }

    private static byte[] words(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    private static String told(MqttException failed) {
        String cause = failed.getCause() == null ? "" : ": " + failed.getCause().getMessage();
        return failed.getMessage() + cause;
    }

    private final class Callback implements MqttCallback {

        private final MqttAsyncClient mine;

        Callback(MqttAsyncClient mine) {
            this.mine = mine;
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            trouble = TlsTrouble.of(response.getException());
            reason = response.getReasonString() == null
                    ? String.valueOf(response.getException()) : response.getReasonString();
            try {
                thread.execute(() -> {
                    if (client.filter(present -> present == mine).isPresent()) {
                        again();
                    }
                });
            } catch (RejectedExecutionException closing) {
                // The end that was wanted.
            }
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            listener.arrived(topic, message);
        }

        @Override
        public void mqttErrorOccurred(MqttException error) {
            LOG.debug("The client of MQTT met: {}", told(error));
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // Answers tell more than the broker's acknowledgement.
        }

        @Override
        public void connectComplete(boolean reconnect, String address) {
            // Told once the subscriptions stand, too.
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            // No extended authentication is asked for.
        }
    }
}
