package io.sluice.broker.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker by TLS, with certificates on both sides as openssl makes them. */
class BrokerTlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    @BeforeEach
    void makeCertificates() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "skipped: there is no openssl");
        authority("plant");
        authority("stranger");
        signed("broker", "plant", "subjectAltName=IP:127.0.0.1");
        signed("node", "plant", "extendedKeyUsage=clientAuth");
        signed("intruder", "stranger", "extendedKeyUsage=clientAuth");
    }

    @Test
    void onlyWhoShowsACertificateOfTheAuthorityComesIn() throws Exception {
        int port = Configs.freePort();
        BrokerConfig config = Configs.of(Map.of("port", port, "disk_free_mib", 1,
                "tls_certificate", folder.resolve("broker.pem").toString(), "tls_key", folder.resolve("broker.key").toString(),
                "tls_client_authority", folder.resolve("plant.pem").toString()));
        String address = "ssl://127.0.0.1:" + port;
        try (Broker broker = Broker.start(BrokerSettings.of(config, folder.resolve("data")));
                MqttPeer node = new MqttPeer(address, "node", showing("node"))) {
            node.subscribe("t");
            node.publish("t", "by TLS");
            assertEquals("by TLS", node.nextText());
            assertThrows(MqttException.class, () -> new MqttPeer(address, "intruder", showing("intruder")));
            assertThrows(MqttException.class, () -> new MqttPeer(address, "nameless", showing("")));
            assertThrows(MqttException.class,
                    () -> new MqttPeer("tcp://127.0.0.1:" + port, "plain", MqttPeer.session(true)));
        }
    }

    private MqttConnectionOptions showing(String name) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(folder.resolve("plant.pem"))) {
            trusted.setCertificateEntry("plant",
                    CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (!name.isEmpty()) {
            openssl("pkcs12", "-export", "-in", name + ".pem", "-inkey", name + ".key", "-out", name + ".p12",
                    "-passout", "pass:" + PASSWORD);
            try (InputStream file = Files.newInputStream(folder.resolve(name + ".p12"))) {
                own.load(file, PASSWORD.toCharArray());
            }
        }
        keys.init(own, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        MqttConnectionOptions options = MqttPeer.session(true);
        options.setSocketFactory(context.getSocketFactory());
        return options;
    }

    private void authority(String name) throws Exception {
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-subj", "/CN=" + name, "-keyout", name + ".key", "-out", name + ".pem");
    }

    private void signed(String name, String by, String extension) throws Exception {
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-subj", "/CN=" + name, "-CA", by + ".pem", "-CAkey", by + ".key", "-addext", extension,
                "-addext", "basicConstraints=critical,CA:FALSE", "-keyout", name + ".key", "-out", name + ".pem");
    }

    private void openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("openssl.log");
        int code = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertEquals(0, code, () -> "openssl " + String.join(" ", arguments) + " failed; see " + log);
    }
}
