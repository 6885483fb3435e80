package io.sluice.broker.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.core.security.CheckType;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A user named as a node speaks and hears for that node only. */
class BrokerRightsTest {

    private static final String LINE = "31010000001320000001";
    private static final String PLANT = "31010000002000000001";

    @TempDir
    private static Path folder;

    private static int port;
    private static Broker broker;

    @BeforeAll
    static void start() throws Exception {
        port = Configs.freePort();
        broker = Broker.start(BrokerSettings.of(Configs.of(Map.of("port", port, "disk_free_mib", 1,
                "users", new String[] {LINE + ":l", PLANT + ":p", "tool:t"})), folder), fault -> { });
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @Test
    void twoNodesAskAndAnswerAndSeeEachOther() throws Exception {
        MqttConnectionOptions mortal = login(LINE, "l");
        mortal.setWill(presence(LINE), new MqttMessage("gone".getBytes(StandardCharsets.UTF_8), 1, true, new MqttProperties()));
        MqttProperties will = new MqttProperties();
        will.setWillDelayInterval(1L);
        mortal.setWillMessageProperties(will);
        CuttableSockets sockets = new CuttableSockets();
        mortal.setSocketFactory(sockets);
        MqttPeer line = new MqttPeer(address(), "line", mortal);
        line.subscribe("sluice/" + LINE + "/#");
        line.publish(presence(LINE), "here");
        try (MqttPeer plant = peer("plant", PLANT, "p")) {
            plant.subscribe("sluice/" + PLANT + "/#");
            plant.subscribe("$share/plants/sluice/" + PLANT + "/#");
            plant.subscribe("sluice/all/+/Presence");
            plant.publish("sluice/" + LINE + "/" + PLANT + "/System/Command", "do");
            assertEquals("do", line.nextText());
            line.publish("sluice/" + PLANT + "/" + LINE + "/Reply/x", "done");
            assertEquals("done", plant.nextText());
            sockets.cut();
            String told = plant.nextText();
            assertTrue(told.equals("done") || told.equals("gone"), "one of the shared and the plain subscription, or the will: " + told);
        }
        line.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "sluice/" + LINE + "/" + PLANT + "/System/Command",
        "sluice/all/" + PLANT + "/Presence",
        "sluice/all/" + LINE + "/Other",
        "sluice/x/" + LINE + "/System/Command",
        "elsewhere"
    })
    void aNodeDoesNotSpeakForAnother(String topic) throws Exception {
        try (MqttPeer watching = peer("watching", "tool", "t"); MqttPeer line = peer("forger", LINE, "l")) {
            watching.subscribe(topic);
            watching.subscribe("sluice/" + PLANT + "/" + LINE + "/System/Keepalive");
            long before = broker.refusals();
            // Paho takes the refusal of a message for its acknowledgement.
            line.publish(topic, "forged");
            assertTrue(broker.refusals() > before, "it was not counted");
            line.publish("sluice/" + PLANT + "/" + LINE + "/System/Keepalive", "own");
            assertEquals("own", watching.nextText());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "sluice/" + PLANT + "/#", "sluice/#", "#", "sluice/+/" + LINE + "/#", "sluice/all/#", "$share/g/sluice/" + PLANT + "/#"
    })
    void aNodeDoesNotHearWhatIsForAnother(String filter) throws Exception {
        try (MqttPeer tool = peer("speaking", "tool", "t"); MqttPeer line = peer("listener", LINE, "l")) {
            long before = broker.refusals();
            line.subscribe(filter);
            assertTrue(broker.refusals() > before, "it was not counted");
            line.subscribe("sluice/" + LINE + "/#");
            tool.publish("sluice/" + PLANT + "/" + LINE + "/System/Command", "for another");
            tool.publish("sluice/all/" + PLANT + "/Other", "for another");
            tool.publish("sluice/" + LINE + "/" + PLANT + "/System/Command", "for it");
            assertEquals("for it", line.nextText());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SEND, sluice.31010000002000000001.31010000001320000001.System.Command, true",
        "SEND, sluice.31010000002000000001.31010000001320000001, false",
        "SEND, sluice.31010000001320000001.31010000002000000001.Reply.x, false",
        "CONSUME, sluice.31010000001320000001.#::queue, true",
        "CONSUME, sluice.310100000013200000012.#, false",
        "CONSUME, sluice.all.*.Presence, true",
        "SEND, sluice.all.*.Presence, false",
        "MANAGE, sluice.31010000001320000001.x, false",
        "MANAGE, activemq.management, false"
    })
    void rightsAreByTheWholeTopic(CheckType use, String address, boolean allowed) {
        assertEquals(allowed, TopicRights.allow(LINE, use, address));
    }

    private static String presence(String node) {
        return "sluice/all/" + node + "/Presence";
    }

    private static String address() {
        return "tcp://127.0.0.1:" + port;
    }

    private static MqttPeer peer(String name, String user, String password) throws MqttException {
        return new MqttPeer(address(), name, login(user, password));
    }

    private static MqttConnectionOptions login(String user, String password) {
        MqttConnectionOptions options = MqttPeer.session(true);
        options.setUserName(user);
        options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        return options;
    }
}
