package io.sluice.algorithm.sign;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** Makes the library's signers, the same for signing and verifying. */
final class Signers {

    /** GM/T 0009 section 10: the identifier where none was agreed on. */
    private static final byte[] SM2_IDENTIFIER = "1234567812345678".getBytes(StandardCharsets.US_ASCII);

    private Signers() {}

    static Signer of(KeyKind kind) {
        return switch (kind) {
            case ED25519 -> new Ed25519Signer();
            case SM2 -> new SM2Signer(StandardDSAEncoding.INSTANCE, new SM3Digest());
        };
    }

    static CipherParameters parameters(KeyKind kind, CipherParameters key) {
        return switch (kind) {
            case ED25519 -> key;
            case SM2 -> new ParametersWithID(key, SM2_IDENTIFIER);
        };
    }
}
