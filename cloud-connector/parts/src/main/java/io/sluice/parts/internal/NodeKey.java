package io.sluice.parts.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.bouncycastle.crypto.agreement.X25519Agreement;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/** This node's key of X25519 (RFC 7748) for parts that only it may read; kept in the data folder, for its owner's eyes. Immutable. */
final class NodeKey {

    private final X25519PrivateKeyParameters key;

    private NodeKey(X25519PrivateKeyParameters key) {
        this.key = key;
    }

    static NodeKey random() {
        return new NodeKey(new X25519PrivateKeyParameters(new SecureRandom()));
    }

    /** As it was kept there, else drawn. @throws IOException when it can be neither read nor kept */
    static NodeKey of(Path file) throws IOException {
        try {
            byte[] kept = Files.readAllBytes(file);
            if (kept.length != X25519PrivateKeyParameters.KEY_SIZE) {
                throw new IOException(file + " has " + kept.length + " bytes, not " + X25519PrivateKeyParameters.KEY_SIZE);
            }
            return new NodeKey(new X25519PrivateKeyParameters(kept, 0));
        } catch (NoSuchFileException none) {
            NodeKey drawn = random();
            Files.createDirectories(file.getParent());
            Path temporary = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(temporary);
            // Nobody else may read it even for a moment.
            Files.newByteChannel(temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))).close();
            Durable.write(file, drawn.key.getEncoded(), temporary);
            Durable.forceFolder(file.getParent());
            return drawn;
        }
    }

    byte[] publicKey() {
        return key.generatePublicKey().getEncoded();
    }

    String publicText() {
        return Base64.getEncoder().encodeToString(publicKey());
    }

    /**
     * A secret that only the two keys' owners can make.
     *
     * @throws IllegalArgumentException where that is no key of X25519, or one that would make the secret known to all
     */
    byte[] agree(byte[] other, byte[] salt, String purpose, int length) {
        if (other.length != X25519PublicKeyParameters.KEY_SIZE) {
            throw new IllegalArgumentException("a key of X25519 has " + X25519PublicKeyParameters.KEY_SIZE + " bytes");
        }
        X25519Agreement agreement = new X25519Agreement();
        agreement.init(key);
        byte[] shared = new byte[agreement.getAgreementSize()];
        try {
            agreement.calculateAgreement(new X25519PublicKeyParameters(other, 0), shared, 0);
        } catch (IllegalStateException weak) {
            throw new IllegalArgumentException("the key is one of few points", weak);
        }
        return derive(shared, salt, purpose, length);
    }

    /** A secret of this node's alone, the same each time. */
    byte[] own(byte[] salt, String purpose, int length) {
        return derive(key.getEncoded(), salt, purpose, length);
    }

    /** HKDF with SHA-256 (RFC 5869). */
    private static byte[] derive(byte[] secret, byte[] salt, String purpose, int length) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(secret, salt, purpose.getBytes(StandardCharsets.UTF_8)));
        byte[] derived = new byte[length];
        generator.generateBytes(derived, 0, length);
        return derived;
    }
}
