package io.sluice.broker.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.session.tls.PemTls;
import io.sluice.session.tls.TlsFiles;
import io.sluice.session.tls.TlsTrouble;
import io.sluice.support.testing.Pki;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker by TLS, with certificates on both sides as openssl makes them. */
class BrokerTlsTest {

    @TempDir
    private Path folder;

    private final List<TlsTrouble> refused = new CopyOnWriteArrayList<>();
    private Pki pki;

    @BeforeEach
    void makeCertificates() {
        Assumptions.assumeTrue(Pki.exists(), "skipped: there is no openssl");
        pki = new Pki(folder);
        pki.authority("plant");
        pki.authority("stranger");
        pki.certificate("broker", "plant", "IP:127.0.0.1");
        pki.certificate("node", "plant");
        pki.certificate("intruder", "stranger");
    }

    @Test
    void onlyWhoShowsACertificateOfTheAuthorityComesIn() throws Exception {
        int port = Configs.freePort();
        String address = "ssl://127.0.0.1:" + port;
        try (Broker broker = start(port); MqttPeer node = new MqttPeer(address, "node", showing("node"))) {
            node.subscribe("t");
            node.publish("t", "by TLS");
            assertEquals("by TLS", node.nextText());
            assertThrows(MqttException.class, () -> new MqttPeer(address, "intruder", showing("intruder")));
            assertEquals("certificate.foreign", refused.get(0).code());
            assertThrows(MqttException.class, () -> new MqttPeer(address, "nameless", showing("")));
            assertThrows(MqttException.class,
                    () -> new MqttPeer("tcp://127.0.0.1:" + port, "plain", MqttPeer.session(true)));
            assertTrue(broker.runs());
        }
    }

    @Test
    void aBrokerThatShowsACertificateForAnotherAddressIsNotSpokenWith() throws Exception {
        int port = Configs.freePort();
        pki.certificate("broker", "plant", "IP:192.0.2.1");
        MqttConnectionOptions options = showing("node");
        options.setHttpsHostnameVerificationEnabled(true);
        try (Broker broker = start(port)) {
            MqttException failed =
                    assertThrows(MqttException.class, () -> new MqttPeer("ssl://127.0.0.1:" + port, "node", options));
            assertEquals("certificate.other_name", TlsTrouble.of(failed).orElseThrow().code());
            assertTrue(broker.runs());
        }
    }

    @Test
    void whoIsRevokedIsDisconnectedAndNotLetInAgain() throws Exception {
        int port = Configs.freePort();
        String address = "ssl://127.0.0.1:" + port;
        pki.certificate("other", "plant");
        try (Broker broker = start(port);
                MqttPeer node = new MqttPeer(address, "node", showing("node"));
                MqttPeer other = new MqttPeer(address, "other", showing("other"))) {
            node.subscribe("t");
            broker.review();
            pki.revoke("node", "plant");
            broker.review();
            assertTrue(node.ends.poll(20, TimeUnit.SECONDS) != null, "it is still connected");
            assertThrows(MqttException.class, () -> new MqttPeer(address, "node", showing("node")));
            assertEquals("certificate.revoked", refused.get(0).code());
            other.subscribe("t");
            other.publish("t", "goes on");
            assertEquals("goes on", other.nextText());
            assertEquals(0, other.ends.size());
        }
    }

    /** With ourselves on both ends: no openssl speaks these suites. */
    @Test
    void clientsWithKeysOfSm2ComeInWhereTheBrokerSpeaksSm() throws Exception {
        int port = Configs.freePort();
        pki = new Pki(folder, Pki.SM2);
        pki.authority("plant");
        pki.certificate("broker", "plant", "IP:127.0.0.1");
        pki.certificate("node", "plant");
        MqttConnectionOptions options = MqttPeer.session(true);
        options.setSocketFactory(PemTls.context(new TlsFiles(
                pki.file("plant.pem"), pki.file("node.pem"), pki.file("node.key"), List.of(), "", true)).getSocketFactory());
        options.setHttpsHostnameVerificationEnabled(true);
        try (Broker broker = start(port, true); MqttPeer node = new MqttPeer("ssl://127.0.0.1:" + port, "node", options)) {
            node.subscribe("t");
            node.publish("t", "by SM4");
            assertEquals("by SM4", node.nextText());
            assertTrue(broker.runs());
        }
    }

    private Broker start(int port) throws Exception {
        return start(port, false);
    }

    private Broker start(int port, boolean sm) throws Exception {
        BrokerConfig config = Configs.of(Map.of("port", port, "disk_free_mib", 1, "tls_certificate", pki.file("broker.pem"),
                "tls_key", pki.file("broker.key"), "tls_client_authority", pki.file("plant.pem"),
                "tls_sm", sm, "tls_revoked", new String[] {pki.file("plant.crl")}));
        return Broker.start(BrokerSettings.of(config, folder.resolve("data")), fault -> refused.add(fault.trouble()));
    }

    private MqttConnectionOptions showing(String name) {
        MqttConnectionOptions options = MqttPeer.session(true);
        options.setSocketFactory(PemTls.context(new TlsFiles(pki.file("plant.pem"), name.isEmpty() ? "" : pki.file(name + ".pem"),
                name.isEmpty() ? "" : pki.file(name + ".key"))).getSocketFactory());
        return options;
    }
}
