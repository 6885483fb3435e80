package io.sluice.algorithm.sign;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Kinds of signature. */
public enum KeyKind {
    /** RFC 8032, 64 bytes. */
    ED25519("ed25519"),
    /** GB/T 32918.2 with SM3 over the user's distinguishing identifier 1234567812345678; the signature in DER. */
    SM2("sm2");

    /** RFC 8410 section 3. */
    private static final ASN1ObjectIdentifier ED25519_ID = new ASN1ObjectIdentifier("1.3.101.112");

    private final String suffix;

    KeyKind(String suffix) {
        this.suffix = suffix;
    }

    /** How names of signature files end. */
    public String suffix() {
        return suffix;
    }

    static Optional<KeyKind> of(AlgorithmIdentifier algorithm) {
        ASN1ObjectIdentifier id = algorithm.getAlgorithm();
        if (id.equals(ED25519_ID)) {
            return Optional.of(ED25519);
        }
        ASN1Encodable curve = algorithm.getParameters();
        boolean sm2 = id.equals(X9ObjectIdentifiers.id_ecPublicKey) && GMObjectIdentifiers.sm2p256v1.equals(curve);
        return sm2 ? Optional.of(SM2) : Optional.empty();
    }
}
