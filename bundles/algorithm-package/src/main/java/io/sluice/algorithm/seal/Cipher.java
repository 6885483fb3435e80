package io.sluice.algorithm.seal;

/** How a sealed file is encrypted; both authenticate what they encrypt. */
public enum Cipher {
    /** NIST SP 800-38D with a key of 256 bits. */
    AES_256_GCM(1, 32),
    /** GB/T 32907 in the mode of GB/T 36624, as RFC 8998; its key has 128 bits. */
    SM4_GCM(2, 16);

    private final int code;
    private final int keyBytes;

    Cipher(int code, int keyBytes) {
        this.code = code;
        this.keyBytes = keyBytes;
    }

    int code() {
        return code;
    }

    int keyBytes() {
        return keyBytes;
    }
}
