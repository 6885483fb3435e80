package io.sluice.broker.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.broker.internal.psk.PskDevice;
import io.sluice.session.tls.PemTls;
import io.sluice.session.tls.TlsFiles;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A configuration that was found fit: the broker would log the rest and go on without.
 *
 * @param folder of everything the broker writes
 * @param tls its authority is that of the certificates clients must show, empty to ask for none
 * @param devices by identity, for the port of TLS-PSK; empty for no such port
 * @param users password by name; empty when anybody on this machine may connect
 */
record BrokerSettings(BrokerConfig config, Path folder, InetAddress address, Map<String, String> users, Optional<TlsFiles> tls,
        Map<String, PskDevice> devices) {

    /** @throws InvalidInputException with what is wrong, and the configuration's field */
    static BrokerSettings of(BrokerConfig config, Path folder) {
        range("port", config.port(), 1, 65535);
        range("memory.mib", config.memory_mib(), 4, 65536);
        range("backlog.mib", config.backlog_mib(), 1, 1 << 20);
        range("disk.free.mib", config.disk_free_mib(), 1, 1 << 20);
        range("packet.kib", config.packet_kib(), 1, 4096);
        range("connections", config.connections(), 1, 1_000_000);
        InetAddress address = address(config.host());
        Map<String, String> users = users(config.users());
        if (users.isEmpty() && !address.isLoopbackAddress()) {
            throw wrong("users", "Users are needed at " + config.host() + ", which others can reach.");
        }
        return new BrokerSettings(config, folder, address, users, tls(config), devices(config, users));
    }

    private static Optional<TlsFiles> tls(BrokerConfig config) {
        if (config.tls_certificate().isBlank() && config.tls_key().isBlank() && config.tls_client_authority().isBlank()) {
            return Optional.empty();
        }
        file("tls.certificate", config.tls_certificate());
        file("tls.key", config.tls_key());
        if (!config.tls_client_authority().isBlank()) {
            file("tls.client.authority", config.tls_client_authority());
        }
        TlsFiles files = new TlsFiles(config.tls_client_authority().strip(), config.tls_certificate(), config.tls_key(),
                List.of(config.tls_revoked()), "", config.tls_sm());
        try {
            PemTls.context(files);
        } catch (InvalidInputException unfit) {
            throw wrong(unfit.field(), unfit.getMessage());
        }
        return Optional.of(files);
    }

    private static Map<String, PskDevice> devices(BrokerConfig config, Map<String, String> users) {
        Map<String, PskDevice> devices = new TreeMap<>();
        if (config.psk_port() == 0) {
            return devices;
        }
        range("psk.port", config.psk_port(), 1, 65535);
        range("psk.connections", config.psk_connections(), 1, 100_000);
        range("psk.idle.seconds", config.psk_idle_seconds(), 1, 1_000_000);
        for (String line : config.psk_devices()) {
            String entry = "Entry " + (devices.size() + 1) + " of 'psk.devices'";
            String[] parts = line.split(":", -1);
            if (parts.length != 3 || parts[0].isEmpty() || !parts[2].matches("([0-9a-fA-F]{2}){16,64}")) {
                throw wrong("psk.devices", entry + " must be identity:user:key, the key 16 to 64 bytes in hexadecimal.");
            }
            if (!users.containsKey(parts[1])) {
                throw wrong("psk.devices", entry + " names the user " + parts[1] + ", who is none of 'users'.");
            }
            PskDevice device = new PskDevice(parts[0], HexFormat.of().parseHex(parts[2]), parts[1], users.get(parts[1]));
            if (devices.put(parts[0], device) != null) {
                throw wrong("psk.devices", "The identity " + parts[0] + " is there twice.");
            }
        }
        if (devices.isEmpty()) {
            throw wrong("psk.devices", "'psk.devices' must name those who may connect at 'psk.port'.");
        }
        return devices;
    }

    private static void file(String field, String name) {
        if (name.isBlank() || !Files.isReadable(Path.of(name))) {
            throw wrong(field, "'" + field + "' must be a PEM file that can be read, not '" + name + "'.");
        }
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw wrong("host", "There is no address '" + host + "'.");
        }
    }

    private static Map<String, String> users(String[] lines) {
        Map<String, String> users = new TreeMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 1 || colon == line.length() - 1) {
                throw wrong("users", "Entry " + (users.size() + 1) + " of 'users' must be name:password.");
            }
            if (users.put(line.substring(0, colon), line.substring(colon + 1)) != null) {
                throw wrong("users", "The user " + line.substring(0, colon) + " is there twice.");
            }
        }
        return users;
    }

    private static void range(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong(field, "'" + field + "' must be from " + least + " to " + most + ", not " + value + ".");
        }
    }

    private static InvalidInputException wrong(String field, String message) {
        return new InvalidInputException(
                "broker.config.wrong", field, message, "Correct '" + field + "' in the configuration " + BrokerComponent.PID + ".");
    }
}
