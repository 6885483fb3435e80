package io.sluice.cli;

import io.sluice.session.DeviceIds;
import io.sluice.session.tls.PemTls;
import io.sluice.session.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLContext;

/** Opens the way to a node by what was typed, and what stands in the environment. */
final class Access {

    static final Set<String> OPTIONS = Set.of("node", "as", "password-file", "timeout", "broker", "broker-user",
            "broker-password-file", "ca", "cert", "key");

    private final Map<String, String> options;
    private final Map<String, String> environment;

    Access(Words words, Map<String, String> environment) {
        this.options = words.options();
        this.environment = environment;
    }

    boolean isByBroker() {
        return broker().isPresent();
    }

    /** @param take whether the node's own messages are wanted, which needs a broker */
    Node open(Optional<Results> take) throws IOException {
        String own = given("as", "SLUICE_ID");
        String password = secret("password-file", "SLUICE_PASSWORD")
                .orElseThrow(() -> new UsageException("whose password? --password-file or SLUICE_PASSWORD"));
        Duration patience = Duration.ofSeconds(Math.max(1, (int) Options.number(options, "timeout", 20)));
        String instance = UUID.randomUUID().toString();
        if (broker().isEmpty()) {
            URI address = address("node", given("node", "SLUICE_NODE"), Set.of("http", "https"), "http://192.0.2.1:8080");
            return new Node(new HttpCarrier(address, own, password, tls(), patience), own, instance);
        }
        URI broker = address("broker", broker().get(), Set.of("mqtt", "mqtts", "tcp", "ssl"), "mqtt://192.0.2.1:1883");
        boolean secure = broker.getScheme().equals("mqtts") || broker.getScheme().equals("ssl");
        int port = broker.getPort() > 0 ? broker.getPort() : secure ? 8883 : 1883;
        String node = given("node", "SLUICE_NODE");
        if (!DeviceIds.fits(node)) {
            throw new UsageException("--node must be the node's id of 20 digits where there is a broker, not " + node);
        }
        MqttCarrier carrier = new MqttCarrier(new MqttCarrier.Broker(
                (secure ? "ssl" : "tcp") + "://" + broker.getHost() + ":" + port,
                Optional.ofNullable(options.getOrDefault("broker-user", environment.get("SLUICE_BROKER_USER"))).orElse(""),
                secret("broker-password-file", "SLUICE_BROKER_PASSWORD").orElse(""),
                secure ? Optional.of(tls().orElseGet(Access::usual)) : Optional.empty()), node, own, password, instance, patience);
        take.ifPresent(results -> carrier.take(results::take));
        return new Node(carrier, own, instance);
    }

    private Optional<String> broker() {
        return Optional.ofNullable(options.getOrDefault("broker", environment.get("SLUICE_BROKER")));
    }

    private Optional<SSLContext> tls() {
        TlsFiles files = new TlsFiles(options.getOrDefault("ca", ""), options.getOrDefault("cert", ""), options.getOrDefault("key", ""));
        return files.isGiven() ? Optional.of(PemTls.context(files)) : Optional.empty();
    }

    private static SSLContext usual() {
        return PemTls.context(new TlsFiles("", "", ""));
    }

    private Optional<String> secret(String option, String variable) throws IOException {
        return options.containsKey(option) ? Optional.of(Files.readString(Path.of(options.get(option))).strip())
                : Optional.ofNullable(environment.get(variable));
    }

    private static URI address(String option, String text, Set<String> schemes, String example) {
        try {
            URI address = URI.create(text);
            if (address.getHost() != null && schemes.contains(String.valueOf(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException wrong) {
            // Told below, together with addresses of other kinds.
        }
        throw new UsageException("--" + option + " must be an address such as " + example + ", not " + text);
    }

    private String given(String option, String variable) {
        return Optional.ofNullable(options.getOrDefault(option, environment.get(variable)))
                .orElseThrow(() -> new UsageException("--" + option + " or " + variable + " is missing"));
    }
}
