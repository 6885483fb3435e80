package io.sluice.algorithm.sign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of the standards come out. */
final class SignatureVectorsTest {

    private static final String ED25519_PUBLIC = "302a300506032b6570032100";
    private static final String ED25519_PRIVATE = "302e020100300506032b657004220420";
    private static final String SM2_PUBLIC = "3059301306072a8648ce3d020106082a811ccf5501822d034200";

    @ParameterizedTest
    @CsvSource({
        // RFC 8032 section 7.1, tests 1 and 3
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    })
    void ed25519(String secret, String open, String message, String signature) throws IOException {
        PrivateKey key = Pem.privateKey(Pem.write("PRIVATE KEY", hex(ED25519_PRIVATE + secret)));
        assertArrayEquals(hex(signature), key.sign(hex(message)));
        PublicKey known = Pem.publicKeys(Pem.write("PUBLIC KEY", hex(ED25519_PUBLIC + open))).get(0);
        assertEquals(known.id(), key.publicKey().id());
        assertTrue(known.verifies(hex(message), hex(signature)));
        assertFalse(known.verifies(hex(message + "00"), hex(signature)));
    }

    /** GM/T 0003.5 annex A.2: the curve in use, identifier 1234567812345678, text {@code message digest}. */
    @Test
    void sm2() throws IOException {
        String point = "04"
                + "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
        PublicKey key = Pem.publicKeys(Pem.write("PUBLIC KEY", hex(SM2_PUBLIC + point))).get(0);
        String r = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3";
        String s = "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";
        byte[] signature = hex("3046022100" + r + "022100" + s);
        assertEquals(KeyKind.SM2, key.kind());
        assertTrue(key.verifies("message digest".getBytes(), signature));
        assertFalse(key.verifies("message digesT".getBytes(), signature));
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void aNewKeySignsAndComesBackFromItsText(KeyKind kind) {
        PrivateKey key = PrivateKey.generate(kind);
        PrivateKey again = Pem.privateKey(key.pem());
        PublicKey open = Pem.publicKeys(key.publicPem()).get(0);
        assertEquals(open.id(), again.publicKey().id());
        byte[] signature = again.sign(new byte[] {1, 2, 3});
        assertTrue(open.verifies(new byte[] {1, 2, 3}, signature));
        assertFalse(PrivateKey.generate(kind).publicKey().verifies(new byte[] {1, 2, 3}, signature));
        assertFalse(open.verifies(new byte[] {1, 2, 3}, new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "-----BEGIN PRIVATE KEY-----\nAA",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----\n", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
    })
    void whatIsNoKeyIsRefused(String text) {
        assertEquals("key.malformed", assertThrows(InvalidInputException.class, () -> Pem.privateKey(text)).code());
        assertEquals("key.malformed", assertThrows(InvalidInputException.class, () -> Pem.publicKeys(text)).code());
    }

    /** A key on another curve, P-256. */
    @Test
    void keysOfOtherKindsAreRefused() throws IOException {
        String p256 = "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
                + "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
        String text = Pem.write("PUBLIC KEY", hex(p256));
        assertTrue(assertThrows(InvalidInputException.class, () -> Pem.publicKeys(text)).getMessage().contains("kind"));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
