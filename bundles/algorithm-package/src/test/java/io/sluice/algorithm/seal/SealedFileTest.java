package io.sluice.algorithm.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.RejectedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models at rest: nobody reads them without the key, and no change goes unnoticed. */
final class SealedFileTest {

    private static final int CHUNK = 1 << 16;

    @TempDir
    private Path temp;

    @ParameterizedTest
    @EnumSource(Cipher.class)
    void whatWasSealedComesOutAgain(Cipher cipher) throws IOException {
        for (int size : new int[] {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 77}) {
            byte[] plain = noise(size);
            Path file = seal(cipher, plain);
            assertEquals(size, SealedFile.length(file));
            assertArrayEquals(plain, open(file, master(1)));
        }
    }

    @ParameterizedTest
    @EnumSource(Cipher.class)
    void nothingOfTheContentIsToBeSeen(Cipher cipher) throws IOException {
        byte[] plain = "a secret that repeats ".repeat(5000).getBytes();
        String sealed = new String(Files.readAllBytes(seal(cipher, plain)), StandardCharsets.ISO_8859_1);
        assertFalse(sealed.contains("secret"));
        assertFalse(sealed.equals(new String(Files.readAllBytes(seal(cipher, plain)), StandardCharsets.ISO_8859_1)),
                "the same content looks different each time");
    }

    @ParameterizedTest
    @EnumSource(Cipher.class)
    void aLostKeyIsNoticed(Cipher cipher) throws IOException {
        Path file = seal(cipher, noise(100));
        assertEquals("seal.wrong", assertThrows(RejectedException.class, () -> open(file, master(2))).code());
    }

    @ParameterizedTest
    @EnumSource(Cipher.class)
    void aChangedBitAnywhereIsNoticed(Cipher cipher) throws IOException {
        Path file = seal(cipher, noise(2 * CHUNK + 5));
        byte[] sealed = Files.readAllBytes(file);
        for (int at = 0; at < sealed.length; at += at < 100 ? 1 : 9973) {
            byte[] changed = sealed.clone();
            changed[at] ^= 4;
            Files.write(file, changed);
            assertRefused(file);
        }
    }

    @ParameterizedTest
    @EnumSource(Cipher.class)
    void chunksThatAreExchangedOrMissingAreNoticed(Cipher cipher) throws IOException {
        Path file = seal(cipher, noise(3 * CHUNK));
        byte[] sealed = Files.readAllBytes(file);
        int chunk = CHUNK + 16;
        byte[] exchanged = sealed.clone();
        System.arraycopy(sealed, SealedFile.HEADER_BYTES, exchanged, SealedFile.HEADER_BYTES + chunk, chunk);
        System.arraycopy(sealed, SealedFile.HEADER_BYTES + chunk, exchanged, SealedFile.HEADER_BYTES, chunk);
        Files.write(file, exchanged);
        assertRefused(file);
        byte[] shorter = Arrays.copyOf(sealed, sealed.length - chunk);
        Files.write(file, shorter);
        assertRefused(file);
        // The header says so, too: only that the last chunk is the last one is left to notice it.
        ByteBuffer.wrap(shorter).putLong(16, 2L * CHUNK);
        Files.write(file, shorter);
        assertEquals("seal.wrong", assertRefused(file));
    }

    /** Two files under one master key: a chunk of one is none of the other. */
    @ParameterizedTest
    @EnumSource(Cipher.class)
    void chunksOfAnotherFileAreNoticed(Cipher cipher) throws IOException {
        byte[] first = Files.readAllBytes(seal(cipher, noise(CHUNK)));
        Path file = seal(cipher, noise(CHUNK));
        byte[] second = Files.readAllBytes(file);
        System.arraycopy(first, SealedFile.HEADER_BYTES, second, SealedFile.HEADER_BYTES, CHUNK + 16);
        Files.write(file, second);
        assertEquals("seal.wrong", assertRefused(file));
    }

    @Test
    void filesThatAreCutOffAreNoticed() throws IOException {
        Path file = seal(Cipher.AES_256_GCM, noise(CHUNK + 5));
        byte[] sealed = Files.readAllBytes(file);
        for (int length : new int[] {0, 1, 63, 64, 65, CHUNK, sealed.length - 1}) {
            Files.write(file, Arrays.copyOf(sealed, length));
            assertEquals("seal.malformed", assertRefused(file));
        }
    }

    @Test
    void whenItFailsNothingIsLeftInMemory() throws IOException {
        Path file = seal(Cipher.SM4_GCM, noise(3 * CHUNK));
        byte[] sealed = Files.readAllBytes(file);
        sealed[sealed.length - 1] ^= 1;
        Files.write(file, sealed);
        ByteBuffer target = ByteBuffer.allocateDirect(3 * CHUNK);
        assertThrows(RejectedException.class, () -> SealedFile.open(file, master(1), target));
        target.clear();
        while (target.hasRemaining()) {
            assertEquals(0, target.get());
        }
    }

    @Test
    void contentOfAnotherLengthIsNotSealed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThrows(IOException.class, () -> SealedFile.seal(
                new ByteArrayInputStream(noise(9)), 10, out, Cipher.AES_256_GCM, master(1)));
        assertThrows(IOException.class, () -> SealedFile.seal(
                new ByteArrayInputStream(noise(11)), 10, out, Cipher.AES_256_GCM, master(1)));
    }

    @Test
    void keysAreWiped() {
        byte[] bytes = noise(32);
        Secret secret = Secret.own(bytes);
        secret.close();
        assertArrayEquals(new byte[32], bytes);
        assertThrows(IllegalStateException.class, secret::bytes);
    }

    /** RFC 5869 appendix A.1. */
    @Test
    void derivationIsThatOfTheStandard() {
        try (Secret key = Hkdf.derive(Secret.own(hex("0b".repeat(22))), hex("000102030405060708090a0b0c"),
                hex("f0f1f2f3f4f5f6f7f8f9"), 42)) {
            assertEquals("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
                    HexFormat.of().formatHex(key.bytes()));
        }
    }

    /** RFC 8998 appendix A.1. */
    @Test
    void sm4IsThatOfTheStandard() {
        Chunks chunks = new Chunks(Cipher.SM4_GCM, Secret.own(hex("0123456789abcdeffedcba9876543210")),
                hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"));
        byte[] plain = hex("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
                + "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa");
        byte[] sealed = new byte[80];
        assertEquals(80, chunks.apply(true, hex("00001234567800000000abcd"), plain, 64, sealed));
        assertEquals("17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
                + "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
                + "83de3541e4c2b58177e065a9bf7b62ec", HexFormat.of().formatHex(sealed));
    }

    private Path seal(Cipher cipher, byte[] plain) throws IOException {
        Path file = temp.resolve("model.sealed");
        try (var out = Files.newOutputStream(file)) {
            SealedFile.seal(new ByteArrayInputStream(plain), plain.length, out, cipher, master(1));
        }
        return file;
    }

    private static byte[] open(Path file, Secret master) throws IOException {
        ByteBuffer target = ByteBuffer.allocateDirect(Math.toIntExact(SealedFile.length(file)));
        SealedFile.open(file, master, target);
        byte[] plain = new byte[target.position()];
        target.flip().get(plain);
        return plain;
    }

    private static String assertRefused(Path file) {
        RejectedException error = assertThrows(RejectedException.class, () -> open(file, master(1)));
        assertTrue(error.code().startsWith("seal."), error.code());
        return error.code();
    }

    private static Secret master(int seed) {
        byte[] bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return Secret.own(bytes);
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
