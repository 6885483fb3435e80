package io.sluice.broker.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.broker.internal.psk.PskPort;
import io.sluice.support.testing.Pki;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small devices with pre-shared keys, as openssl speaks for them. */
class PskTest {

    private static final String KEY = "00112233445566778899aabbccddeeff";
    private static final String OTHER_KEY = "ffeeddccbbaa99887766554433221100";
    private static final String CONNECT = "100d00044d5154540402003c000161";
    private static final String CONNACK = "20020000";

    @TempDir
    private Path folder;

    private int plain;
    private int at;

    @BeforeEach
    void needOpenssl() {
        Assumptions.assumeTrue(Pki.exists(), "skipped: there is no openssl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2 -cipher PSK-AES128-GCM-SHA256", "-tls1_2 -cipher ECDHE-PSK-CHACHA20-POLY1305"})
    void aDeviceIsTheUserItsKeyIsBoundTo(String version) throws Exception {
        try (Broker broker = Broker.start(settings(Map.of()), fault -> { });
                PskPort port = open(broker, 10, 10_000);
                PskPeer device = new PskPeer(at, "sensor-1", KEY, version);
                MqttPeer other = new MqttPeer("tcp://127.0.0.1:" + plain, "other", as("plant", "one"))) {
            device.send(CONNECT);
            assertEquals(CONNACK, device.read(4));
            device.send("820600010001" + "74" + "00");
            assertEquals("90030001" + "00", device.read(5));
            other.publish("t", "hello");
            assertEquals("3008000174" + HexFormat.of().formatHex("hello".getBytes()), device.read(10));
            other.subscribe("from/device");
            device.send("3013" + "000b" + HexFormat.of().formatHex("from/device".getBytes()) + HexFormat.of().formatHex("123456".getBytes()));
            assertEquals("123456", other.nextText());
            assertEquals(new PskPort.Counts(1, 0, ""), port.counts());
            device.send("e000");
            device.awaitEnd();
            await("nobody is left", () -> port.counts().clients() == 0);
        }
    }

    @Test
    void anUnknownIdentityFailsAsAWrongKeyDoes() throws Exception {
        try (Broker broker = Broker.start(settings(Map.of()), fault -> { }); PskPort port = open(broker, 10, 10_000)) {
            for (String version : new String[] {"-tls1_3", "-tls1_2 -cipher PSK-AES128-GCM-SHA256"}) {
                String wrong = refusal("sensor-1", OTHER_KEY, version);
                assertEquals(wrong, refusal("nobody", KEY, version), version);
                assertTrue(wrong.contains("alert"), wrong);
            }
            await("they are counted", () -> port.counts().refused() == 4 && port.counts().lastRefused().equals("127.0.0.1"));
        }
    }

    @Test
    void whoSaysAnotherUserIsNotLetIn() throws Exception {
        try (Broker broker = Broker.start(settings(Map.of()), fault -> { });
                PskPort port = open(broker, 10, 10_000);
                PskPeer device = new PskPeer(at, "sensor-1", KEY, "-tls1_3")) {
            device.send("101600044d51545404c2003c000161" + "0005" + HexFormat.of().formatHex("plant".getBytes()) + "0000");
            device.awaitEnd();
            assertEquals("", device.read(4));
        }
    }

    @Test
    void aFloodOfWrongKeysIsNotListenedToAndOthersGoOn() throws Exception {
        try (Broker broker = Broker.start(settings(Map.of()), fault -> { });
                PskPort port = open(broker, 10, 10_000);
                PskPeer device = new PskPeer(at, "sensor-1", KEY, "-tls1_3")) {
            device.send(CONNECT);
            assertEquals(CONNACK, device.read(4));
            for (int attempt = 0; attempt < 10; attempt++) {
                try (Socket nonsense = new Socket(InetAddress.getLoopbackAddress(), at)) {
                    nonsense.getOutputStream().write(new byte[100]);
                    nonsense.getInputStream().readAllBytes();
                }
            }
            await("all were refused", () -> port.counts().refused() == 10);
            try (Socket again = new Socket(InetAddress.getLoopbackAddress(), at)) {
                assertEquals(-1, again.getInputStream().read(), "it is closed before a word");
            }
            assertEquals(10, port.counts().refused());
            device.send("c000");
            assertEquals("d000", device.read(2));
        }
    }

    @Test
    void connectionsAreBoundedAndWhoIsSilentIsLetGo() throws Exception {
        try (Broker broker = Broker.start(settings(Map.of()), fault -> { });
                PskPort port = open(broker, 1, 1_500);
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), at)) {
            await("it is there", () -> port.counts().clients() == 1);
            try (Socket beyond = new Socket(InetAddress.getLoopbackAddress(), at)) {
                assertEquals(-1, beyond.getInputStream().read());
            }
            silent.getInputStream().readAllBytes();
            await("it is gone", () -> port.counts().clients() == 0);
            assertEquals(1, port.counts().refused());
        }
    }

    @Test
    void aDeviceThatIsSilentForTooLongIsLetGo() throws Exception {
        try (Broker broker = Broker.start(settings(Map.of()), fault -> { });
                PskPort port = open(broker, 10, 10_000, 1_500);
                PskPeer device = new PskPeer(at, "sensor-1", KEY, "-tls1_3")) {
            device.send(CONNECT);
            assertEquals(CONNACK, device.read(4));
            device.awaitEnd();
            assertEquals(0, port.counts().refused(), "it was let in before");
        }
    }

    @Test
    void theEndOfTheBrokerEndsTheDevices() throws Exception {
        Broker broker = Broker.start(settings(Map.of()), fault -> { });
        try (PskPort port = open(broker, 10, 10_000); PskPeer device = new PskPeer(at, "sensor-1", KEY, "-tls1_3")) {
            device.send(CONNECT);
            assertEquals(CONNACK, device.read(4));
            broker.close();
            device.awaitEnd();
            await("nobody is left", () -> port.counts().clients() == 0);
        }
    }

    @Test
    void aConfigurationThatCannotBeMeantIsRefused() {
        assertEquals("psk.devices", field("sensor-1:line:00ff"));
        assertEquals("psk.devices", field("sensor-1:nobody:" + KEY));
        assertEquals("psk.devices", field("sensor-1:" + KEY));
        assertEquals("psk.devices", field("sensor-1:line:" + KEY, "sensor-1:plant:" + OTHER_KEY));
        assertEquals("psk.devices", field());
    }

    private BrokerSettings settings(Map<String, Object> more) throws Exception {
        plain = plain == 0 ? Configs.freePort() : plain;
        Map<String, Object> values = new HashMap<>(Map.of("port", plain, "disk_free_mib", 1, "psk_port", 1,
                "users", new String[] {"plant:one", "line:two"}, "psk_devices", new String[] {"sensor-1:line:" + KEY}));
        values.putAll(more);
        return BrokerSettings.of(Configs.of(values), folder);
    }

    private PskPort open(Broker broker, int connections, long introduction) throws Exception {
        return open(broker, connections, introduction, 60_000);
    }

    private PskPort open(Broker broker, int connections, long introduction, long idle) throws Exception {
        at = Configs.freePort();
        return new PskPort(new PskPort.Settings(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), broker.local(),
                settings(Map.of()).devices(), connections, introduction, idle));
    }

    private String refusal(String identity, String key, String version) throws Exception {
        try (PskPeer device = new PskPeer(at, identity, key, version)) {
            device.awaitEnd();
            return device.alert();
        }
    }

    private static MqttConnectionOptions as(String user, String password) {
        MqttConnectionOptions options = MqttPeer.session(true);
        options.setUserName(user);
        options.setPassword(password.getBytes());
        return options;
    }

    private String field(String... devices) {
        return assertThrows(InvalidInputException.class, () -> settings(Map.of("psk_devices", devices))).field();
    }
}
