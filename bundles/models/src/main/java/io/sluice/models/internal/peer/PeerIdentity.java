package io.sluice.models.internal.peer;

import io.sluice.algorithm.sign.KeyKind;
import io.sluice.algorithm.sign.PrivateKey;
import io.sluice.algorithm.sign.PublicKey;
import io.sluice.algorithm.sign.TrustStore;
import io.sluice.algorithm.sign.TrustStore.Trusted;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * This gateway's key for proving itself, made of its identity's secret, and the pinned keys of the gateways it knows. Those are read
 * anew each time: they may be added while we run. Thread-safe.
 */
public final class PeerIdentity {

    /** What the key is derived for. */
    public static final String PURPOSE = "peer-signature";

    private final Supplier<Optional<byte[]>> secret;
    private final Path peers;
    private final Path trusted;
    private final boolean openOnLoopback;

    /**
     * @param secret derived of the gateway's key for {@link #PURPOSE}; empty while that is lost
     * @param peers folder of the other gateways' public keys, each {@code <name>.pem}
     * @param trusted folder of the keys of those whose packages are taken
     * @param openOnLoopback whether this machine's own requests need no proof
     */
    public PeerIdentity(Supplier<Optional<byte[]>> secret, Path peers, Path trusted, boolean openOnLoopback) {
        this.secret = secret;
        this.peers = peers;
        this.trusted = trusted;
        this.openOnLoopback = openOnLoopback;
    }

    public boolean openOnLoopback() {
        return openOnLoopback;
    }

    /** The keys there are, as a text that is another once one was added, removed or exchanged. */
    public String keys() {
        StringBuilder text = new StringBuilder();
        for (Path folder : List.of(peers, trusted)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    text.append(file.getFileName()).append(Files.getLastModifiedTime(file)).append(Files.size(file)).append(' ');
                }
            } catch (IOException none) {
                text.append("- ");
            }
        }
        return text.toString();
    }

    /** @throws UnavailableException while the gateway's key is lost */
    public PrivateKey own() {
        return secret.get().map(PrivateKey::ofSeed).orElseThrow(() -> new UnavailableException(
                "model.key.lost", "The gateway's key is missing, so that it cannot prove itself to other gateways.",
                "Restore the key file from a backup.", null));
    }

    Optional<Trusted> byKey(String id) {
        return read().find(id).filter(peer -> peer.key().kind() == KeyKind.ED25519);
    }

    /** @throws RejectedException when no Ed25519 key of that name is pinned */
    public PublicKey byName(String name) {
        return read().named(name).filter(peer -> peer.key().kind() == KeyKind.ED25519).map(Trusted::key)
                .orElseThrow(() -> new RejectedException("model.peer.unknown",
                        "There is no Ed25519 key " + name + ".pem in " + peers + ".",
                        "Copy the other gateway's identity/gateway.pem there under that name.", null));
    }

    private TrustStore read() {
        try {
            return TrustStore.read(peers);
        } catch (InvalidInputException error) {
            throw new RejectedException("model.trust.malformed",
                    "The folder of peers' keys " + peers + " has a file that is no key: " + error.getMessage(),
                    error.remedy(), error);
        } catch (IOException error) {
            throw new UnavailableException("model.store.unreadable",
                    "The folder of peers' keys " + peers + " cannot be read: " + error.getMessage() + ".",
                    "See to its rights.", error);
        }
    }
}
