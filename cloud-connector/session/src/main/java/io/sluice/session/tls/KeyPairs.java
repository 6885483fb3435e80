package io.sluice.session.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Finds out whether two keys belong together: by what the one signs, and the other checks. */
final class KeyPairs {

    private static final byte[] SAMPLE = {'s', 'l', 'u', 'i', 'c', 'e'};

    private KeyPairs() {}

    static boolean fit(PrivateKey secret, PublicKey open) throws GeneralSecurityException {
        String algorithm = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> open.getAlgorithm();
        };
        try {
            Signature signer = Signature.getInstance(algorithm, TlsProviders.CRYPTO);
            signer.initSign(secret);
            signer.update(SAMPLE);
            byte[] signed = signer.sign();
            signer.initVerify(open);
            signer.update(SAMPLE);
            return signer.verify(signed);
        } catch (java.security.InvalidKeyException | java.security.SignatureException otherKind) {
            return false;
        }
    }
}
