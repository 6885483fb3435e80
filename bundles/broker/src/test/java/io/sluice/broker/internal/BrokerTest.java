package io.sluice.broker.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The broker as clients see it. */
class BrokerTest {

    @TempDir
    private Path folder;

    private int port;

    @BeforeEach
    void takeAPort() throws Exception {
        port = Configs.freePort();
    }

    @Test
    void aRequestCarriesWhereItsReplyIsAwaited() throws Exception {
        try (Broker broker = start(Map.of());
                MqttPeer asking = peer("asking");
                MqttPeer asked = peer("asked")) {
            asked.subscribe("ask/here");
            asking.subscribe("reply/asking");
            MqttProperties properties = new MqttProperties();
            properties.setResponseTopic("reply/asking");
            properties.setCorrelationData(new byte[] {4, 2});
            asking.publish("ask/here", "how are you".getBytes(StandardCharsets.UTF_8), properties);
            MqttMessage request = asked.next();
            assertEquals("reply/asking", request.getProperties().getResponseTopic());
            MqttProperties back = new MqttProperties();
            back.setCorrelationData(request.getProperties().getCorrelationData());
            asked.publish(request.getProperties().getResponseTopic(), "well".getBytes(StandardCharsets.UTF_8), back);
            MqttMessage reply = asking.next();
            assertArrayEquals(new byte[] {4, 2}, reply.getProperties().getCorrelationData());
        }
    }

    @Test
    void whatWasAcknowledgedSurvivesAKill() throws Exception {
        Process first = BrokerProcess.start(port, folder);
        try {
            try (MqttPeer reader = new MqttPeer(address(), "reader", MqttPeer.session(true))) {
                reader.subscribe("results/#");
            }
            try (MqttPeer writer = peer("writer")) {
                for (int i = 0; i < 40; i++) {
                    writer.publish("results/node", "result " + i);
                }
                first.destroyForcibly().waitFor();
                assertNotNull(writer.ends.poll(20, TimeUnit.SECONDS), "the client did not notice");
            }
        } finally {
            first.destroyForcibly().waitFor();
        }
        Process second = BrokerProcess.start(port, folder);
        try (MqttPeer reader = new MqttPeer(address(), "reader", MqttPeer.session(false))) {
            for (int i = 0; i < 40; i++) {
                assertEquals("result " + i, reader.nextText());
            }
        } finally {
            second.destroyForcibly().waitFor();
        }
    }

    @Test
    void whoIsNamedComesInAndNobodyElse() throws Exception {
        try (Broker broker = start(Map.of("users", new String[] {"31010000001320000001:s:cret"}))) {
            new MqttPeer(address(), "right", login("31010000001320000001", "s:cret")).close();
            assertThrows(MqttException.class,
                    () -> new MqttPeer(address(), "wrong", login("31010000001320000001", "s:cret2")));
            assertThrows(MqttException.class, () -> new MqttPeer(address(), "stranger", login("x", "s:cret")));
            assertThrows(MqttException.class, () -> peer("nameless"));
        }
    }

    @Test
    void aPacketTooLargeEndsItsConnectionOnly() throws Exception {
        try (Broker broker = start(Map.of("packet_kib", 64));
                MqttPeer other = peer("other");
                MqttPeer greedy = peer("greedy")) {
            other.subscribe("t");
            other.publish("t", "x".repeat(60_000));
            assertEquals(60_000, other.next().getPayload().length);
            assertThrows(MqttException.class, () -> greedy.publish("t", "x".repeat(200_000)));
            other.publish("t", "still here");
            assertEquals("still here", other.nextText());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theWillOfWhoIsCutOffIsTold(boolean users) throws Exception {
        MqttConnectionOptions watching = users ? login("watcher", "w") : MqttPeer.session(true);
        MqttConnectionOptions mortal = users ? login("mortal", "m") : MqttPeer.session(true);
        mortal.setWill("presence/mortal", new MqttMessage("gone".getBytes(StandardCharsets.UTF_8), 1, true, new MqttProperties()));
        MqttProperties willProperties = new MqttProperties();
        // Artemis keeps a will without a delay until the session expires.
        willProperties.setWillDelayInterval(1L);
        mortal.setWillMessageProperties(willProperties);
        CuttableSockets sockets = new CuttableSockets();
        mortal.setSocketFactory(sockets);
        try (Broker broker = start(users ? Map.of("users", new String[] {"watcher:w", "mortal:m"}) : Map.of());
                MqttPeer watcher = new MqttPeer(address(), "watcher", watching)) {
            watcher.subscribe("presence/+");
            MqttPeer peer = new MqttPeer(address(), "mortal", mortal);
            peer.publish("presence/mortal", "here");
            assertEquals("here", watcher.nextText());
            sockets.cut();
            assertEquals("gone", watcher.nextText());
            peer.close();
        }
    }

    @Test
    void afterItsEndThePortIsFree() throws Exception {
        start(Map.of()).close();
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertEquals(port, free.getLocalPort());
        }
    }

    private Broker start(Map<String, Object> more) throws Exception {
        Map<String, Object> values = new HashMap<>(more);
        values.put("port", port);
        values.put("disk_free_mib", 1);
        return Broker.start(BrokerSettings.of(Configs.of(values), folder), fault -> { });
    }

    private String address() {
        return "tcp://127.0.0.1:" + port;
    }

    private MqttPeer peer(String name) throws MqttException {
        return new MqttPeer(address(), name, MqttPeer.session(true));
    }

    private static MqttConnectionOptions login(String user, String password) {
        MqttConnectionOptions options = MqttPeer.session(true);
        options.setUserName(user);
        options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        return options;
    }
}
