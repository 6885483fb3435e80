package io.sluice.algorithm.sign;

import io.sluice.api.error.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whose packages are taken: a folder of public keys and certificates in files {@code <name>.pem} (or {@code .crt}, {@code .cer}), the name
 * being the maker's. A certificate stands for its key: trust comes from its being there, neither its chain nor its dates are
 * looked at. Immutable.
 */
public final class TrustStore {

    private static final int MOST_KEYS = 1000;
    private static final int MOST_BYTES = 1 << 16;

    private final Map<String, Trusted> keys;

    /**
     * Someone whose packages are taken.
     *
     * @param name of the file without its ending
     */
    public record Trusted(String name, PublicKey key) {}

    private TrustStore(Map<String, Trusted> keys) {
        this.keys = Map.copyOf(keys);
    }

    /** Trusts nobody. */
    public static TrustStore empty() {
        return new TrustStore(Map.of());
    }

    /**
     * @param folder missing is the same as empty
     * @throws InvalidInputException {@code key.malformed}, naming the file
     */
    public static TrustStore read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return empty();
        }
        Map<String, Trusted> keys = new TreeMap<>();
        List<Path> files;
        try (var list = Files.list(folder)) {
            files = list.filter(file -> file.getFileName().toString().matches("[^.].*\\.(pem|crt|cer)")).sorted().toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString().replaceFirst("\\.(pem|crt|cer)$", "");
            for (PublicKey key : keys(file)) {
                keys.putIfAbsent(key.id(), new Trusted(name, key));
            }
        }
        if (keys.size() > MOST_KEYS) {
            throw Pem.malformed("folder has more than " + MOST_KEYS + " keys");
        }
        return new TrustStore(keys);
    }

    private static List<PublicKey> keys(Path file) throws IOException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw Pem.malformed("has more than " + MOST_BYTES + " bytes");
            }
            return Pem.publicKeys(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (InvalidInputException error) {
            throw new InvalidInputException(error.code(), file.getFileName().toString(),
                    "In " + file.getFileName() + ": " + error.getMessage(), error.remedy());
        }
    }

    public Optional<Trusted> find(String keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }

    /** The first key in the file of that name. */
    public Optional<Trusted> named(String name) {
        return keys.values().stream().filter(one -> one.name().equals(name)).findFirst();
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }
}
