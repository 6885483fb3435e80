package io.sluice.algorithm.sign;

import io.sluice.algorithm.archive.Digests;
import io.sluice.api.error.InvalidInputException;
import java.io.IOException;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * By which signatures are verified. Immutable.
 *
 * @param id first 32 hexadecimal digits of the SHA-256 of its SubjectPublicKeyInfo
 */
public record PublicKey(String id, KeyKind kind, AsymmetricKeyParameter parameters) {

    static final int ID_DIGITS = 32;

    /** @throws InvalidInputException {@code key.malformed} when it is of no kind in use */
    static PublicKey of(SubjectPublicKeyInfo info) {
        KeyKind kind = KeyKind.of(info.getAlgorithm()).orElseThrow(() -> Pem.malformed(
                "is of a kind that is not in use here, " + info.getAlgorithm().getAlgorithm()));
        try {
            String id = Digests.hex(info.getEncoded("DER")).substring(0, ID_DIGITS);
            return new PublicKey(id, kind, PublicKeyFactory.createKey(info));
        } catch (IOException | RuntimeException error) {
            throw Pem.malformed("cannot be read: " + error.getMessage());
        }
    }

    /** Whether a signature is that of the content by this key. */
    public boolean verifies(byte[] content, byte[] signature) {
        try {
            Signer signer = Signers.of(kind);
            signer.init(false, Signers.parameters(kind, parameters));
            signer.update(content, 0, content.length);
            return signer.verifySignature(signature);
        } catch (RuntimeException malformed) {
            return false;
        }
    }
}
