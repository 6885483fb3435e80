package io.sluice.parts.internal;

import io.sluice.api.error.InvalidInputException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * What encrypts parts, and authenticates them. Each key is for one message only, so that the nonce is always 0.
 */
enum Suite {
    /** NIST SP 800-38D with a key of 256 bits. */
    AES_256_GCM("AES-256-GCM", 32) {
        @Override
        Optional<byte[]> apply(boolean encrypt, byte[] key, byte[] header, byte[] in) {
            try {
                // The platform's, since it uses the processor's own instructions.
                Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
                gcm.init(encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"),
                        new GCMParameterSpec(8 * TAG_BYTES, new byte[NONCE_BYTES]));
                gcm.updateAAD(header);
                return Optional.of(gcm.doFinal(in));
            } catch (AEADBadTagException wrong) {
                return Optional.empty();
            } catch (GeneralSecurityException error) {
                throw new IllegalStateException(error);
            }
        }
    },
    /** GB/T 32907 in the mode of GB/T 36624, as RFC 8998; its key has 128 bits. */
    SM4_GCM("SM4-GCM", 16) {
        @Override
        Optional<byte[]> apply(boolean encrypt, byte[] key, byte[] header, byte[] in) {
            GCMModeCipher gcm = GCMBlockCipher.newInstance(new SM4Engine());
            gcm.init(encrypt, new AEADParameters(new KeyParameter(key), 8 * TAG_BYTES, new byte[NONCE_BYTES], header));
            byte[] out = new byte[gcm.getOutputSize(in.length)];
            int written = gcm.processBytes(in, 0, in.length, out, 0);
            try {
                gcm.doFinal(out, written);
                return Optional.of(out);
            } catch (InvalidCipherTextException wrong) {
                return Optional.empty();
            }
        }
    };

    static final int TAG_BYTES = 16;
    private static final int NONCE_BYTES = 12;

    private final String wire;
    private final int keyBytes;

    Suite(String wire, int keyBytes) {
        this.wire = wire;
        this.keyBytes = keyBytes;
    }

    /** As messages name it. */
    String wire() {
        return wire;
    }

    int keyBytes() {
        return keyBytes;
    }

    /**
     * @param header authenticated too
     * @return empty when what is to be decrypted does not authenticate
     */
    abstract Optional<byte[]> apply(boolean encrypt, byte[] key, byte[] header, byte[] in);

    /** @throws InvalidInputException when there is none of that name */
    static Suite of(String wire) {
        return Arrays.stream(values()).filter(suite -> suite.wire.equals(wire)).findFirst().orElseThrow(() ->
                new InvalidInputException("parts.cipher.unknown", "Cipher", "This node does not know the cipher that is demanded.",
                        "Use AES-256-GCM or SM4-GCM."));
    }
}
