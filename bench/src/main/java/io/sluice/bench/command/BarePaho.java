package io.sluice.bench.command;

import io.sluice.bench.command.CommandBenchmark.Trip;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** The peer by MQTT: two clients of Eclipse Paho, one asks and the other sends the same message back, at quality 1, through a broker. */
final class BarePaho implements Trip, AutoCloseable {

    private static final String ASK = "bench/ask";
    private static final String ANSWER = "bench/answer";
    private static final long PATIENCE_MILLIS = 20_000;

    private final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
    private final MqttAsyncClient asks;
    private final MqttAsyncClient answering;

    BarePaho(String broker) throws MqttException {
        answering = connect(broker, "bench-answers", ASK);
        asks = connect(broker, "bench-asks", ANSWER);
    }

    @Override
    public boolean go(String task) throws Exception {
        MqttProperties properties = new MqttProperties();
        properties.setResponseTopic(ANSWER);
        properties.setCorrelationData(task.getBytes(StandardCharsets.UTF_8));
        asks.publish(ASK, new MqttMessage(Nodes.dispatch(task).getBytes(StandardCharsets.UTF_8), 1, false, properties));
        return answers.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS) != null;
    }

    private MqttAsyncClient connect(String broker, String id, String topic) throws MqttException {
        MqttAsyncClient client = new MqttAsyncClient(broker, id, new MemoryPersistence());
        client.setCallback(new Callback());
        client.connect().waitForCompletion(PATIENCE_MILLIS);
        client.subscribe(topic, 1).waitForCompletion(PATIENCE_MILLIS);
        return client;
    }

    @Override
    public void close() throws MqttException {
        for (MqttAsyncClient client : new MqttAsyncClient[] {asks, answering}) {
            client.disconnect().waitForCompletion(PATIENCE_MILLIS);
            client.close();
        }
    }

    private final class Callback implements MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) throws MqttException {
            if (topic.equals(ANSWER)) {
                answers.add(message.getPayload());
                return;
            }
            MqttProperties properties = new MqttProperties();
            properties.setCorrelationData(message.getProperties().getCorrelationData());
            answering.publish(message.getProperties().getResponseTopic(), new MqttMessage(message.getPayload(), 1, false, properties));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            // Whoever waits for an answer finds out.
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            // As above.
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // The answer says more.
        }

        @Override
        public void connectComplete(boolean reconnect, String address) {
            // Subscribed by who connects.
        }

        @Override
        public void authPacketArrived(int reason, MqttProperties properties) {
            // None is asked for.
        }
    }
}
