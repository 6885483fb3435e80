package io.sluice.broker.internal;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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

/** A client by Eclipse Paho, which is foreign to the broker. */
final class MqttPeer implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 20_000;

    final BlockingQueue<MqttMessage> received = new LinkedBlockingQueue<>();
    final BlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
    private final MqttAsyncClient client;

    MqttPeer(String address, String name, MqttConnectionOptions options) throws MqttException {
        client = new MqttAsyncClient(address, name, new MemoryPersistence());
        client.setCallback(new Listener());
        try {
            client.connect(options).waitForCompletion(PATIENCE_MILLIS);
        } catch (MqttException refused) {
            client.close();
            throw refused;
        }
    }

    static MqttConnectionOptions session(boolean fresh) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(fresh);
        options.setSessionExpiryInterval(3600L);
        return options;
    }

    void subscribe(String filter) throws MqttException {
        client.subscribe(new MqttSubscription(filter, 1)).waitForCompletion(PATIENCE_MILLIS);
    }

    /** Returns once the broker has acknowledged it. */
    void publish(String topic, byte[] body, MqttProperties properties) throws MqttException {
        MqttMessage message = new MqttMessage(body, 1, false, properties);
        client.publish(topic, message).waitForCompletion(PATIENCE_MILLIS);
    }

    void publish(String topic, String body) throws MqttException {
        publish(topic, body.getBytes(StandardCharsets.UTF_8), new MqttProperties());
    }

    MqttMessage next() throws InterruptedException {
        MqttMessage message = received.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (message == null) {
            throw new AssertionError("no message came");
        }
        return message;
    }

    String nextText() throws InterruptedException {
        return new String(next().getPayload(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect().waitForCompletion(PATIENCE_MILLIS);
        }
        client.close();
    }

    private final class Listener implements MqttCallback {
        @Override
        public void disconnected(MqttDisconnectResponse response) {
            ends.add(response.getReturnCode());
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            // Told by the call that failed as well.
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            received.add(message);
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // Waited for where it matters.
        }

        @Override
        public void connectComplete(boolean reconnect, String serverURI) {
            // Waited for by the constructor.
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            // No extended authentication here.
        }
    }
}
