package io.sluice.algorithm.seal;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** Makes keys of a master key, each for one purpose: HKDF with SHA-256 (RFC 5869). */
public final class Hkdf {

    private Hkdf() {}

    /**
     * @param salt of this use; may be public
     * @param purpose keeps keys for different ends apart
     * @param length of the key in bytes
     */
    public static Secret derive(Secret master, byte[] salt, byte[] purpose, int length) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(master.bytes(), salt, purpose));
        byte[] key = new byte[length];
        generator.generateBytes(key, 0, length);
        return Secret.own(key);
    }
}
