package io.sluice.algorithm.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Encrypts or decrypts the chunks of one file. The nonce of a chunk is its number and whether it is the last one (as STREAM of Hoang,
 * Reyhanitabar, Rogaway and Vizár 2015): one that is moved, left out or cut off does not authenticate. The key is of this file only,
 * so no nonce is ever used twice.
 */
final class Chunks {

    static final int TAG_BYTES = 16;

    private static final int NONCE_BYTES = 12;

    private final Cipher cipher;
    private final Secret key;
    private final byte[] header;

    /** @param header authenticated with each chunk, so that chunks of two files cannot be mixed */
    Chunks(Cipher cipher, Secret key, byte[] header) {
        this.cipher = cipher;
        this.key = key;
        this.header = header;
    }

    /** Bytes written to {@code out}; empty-handed with -1 when the chunk does not authenticate. */
    int apply(boolean encrypt, long number, boolean last, byte[] in, int length, byte[] out) {
        return apply(encrypt, ByteBuffer.allocate(NONCE_BYTES).putInt(last ? 1 : 0).putLong(number).array(), in, length, out);
    }

    int apply(boolean encrypt, byte[] nonce, byte[] in, int length, byte[] out) {
        return switch (cipher) {
            case AES_256_GCM -> aes(encrypt, nonce, in, length, out);
            case SM4_GCM -> sm4(encrypt, nonce, in, length, out);
        };
    }

    /** The platform's, since it uses the processor's own instructions. */
    private int aes(boolean encrypt, byte[] nonce, byte[] in, int length, byte[] out) {
        try {
            javax.crypto.Cipher gcm = javax.crypto.Cipher.getInstance("AES/GCM/NoPadding");
            gcm.init(encrypt ? javax.crypto.Cipher.ENCRYPT_MODE : javax.crypto.Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key.bytes(), "AES"), new GCMParameterSpec(8 * TAG_BYTES, nonce));
            gcm.updateAAD(header);
            return gcm.doFinal(in, 0, length, out, 0);
        } catch (javax.crypto.AEADBadTagException wrong) {
            return -1;
        } catch (GeneralSecurityException error) {
            throw new IllegalStateException(error);
        }
    }

    private int sm4(boolean encrypt, byte[] nonce, byte[] in, int length, byte[] out) {
        GCMModeCipher gcm = GCMBlockCipher.newInstance(new SM4Engine());
        gcm.init(encrypt, new AEADParameters(new KeyParameter(key.bytes()), 8 * TAG_BYTES, nonce, header));
        int written = gcm.processBytes(in, 0, length, out, 0);
        try {
            return written + gcm.doFinal(out, written);
        } catch (InvalidCipherTextException wrong) {
            return -1;
        }
    }
}
