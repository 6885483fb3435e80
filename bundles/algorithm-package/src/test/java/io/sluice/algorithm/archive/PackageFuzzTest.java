package io.sluice.algorithm.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of packages and models, each a sound one with some damage: whatever happens, it is taken or refused by the documented exception, nothing
 * is written outside the folder, and no one of them costs much memory. The seed is printed by a failure and can be given as {@code -Dsluice.fuzz.seed}.
 */
final class PackageFuzzTest {

    private static final Duration BUDGET = Duration.ofSeconds(5);
    private static final int MOST_ROUNDS = 20_000;
    /** A sound package of the sample's size costs a tenth of it. */
    private static final long MOST_ALLOCATED = 16L << 20;
    private static final PackageLimits LIMITS = new PackageLimits(1 << 20, 50, 1 << 20, 2 << 20, 200);

    @TempDir
    private Path temp;

    @Test
    void noDamageToAPackageGetsPastItsReader() throws IOException {
        byte[] sound = Files.readAllBytes(Samples.packed(temp));
        Path cage = Files.createDirectories(temp.resolve("cage"));
        Path file = cage.resolve("fuzzed.algorithm");
        fuzz(sound, bytes -> {
            Files.write(file, bytes);
            try (PackageFile opened = PackageFile.open(file, LIMITS)) {
                Path out = cage.resolve("out");
                opened.unpack(out);
                Folders.empty(out);
                Files.delete(out);
            }
        });
        try (var inside = Files.walk(temp)) {
            Set<String> names = new TreeSet<>();
            inside.map(path -> temp.relativize(path).toString().split("/")[0]).forEach(names::add);
            assertEquals(Set.of("", "cage", "sample", "sample.algorithm"), names);
        }
    }

    /** Checksums would hide the content from random damage; here they are made right again. */
    @Test
    void noContentGetsPastItsReader() throws IOException {
        Path file = temp.resolve("fuzzed.algorithm");
        byte[] manifest = Samples.MANIFEST.getBytes();
        fuzz(manifest, bytes -> {
            Files.write(file, new RawZip().add("algorithm.yaml", bytes, entry -> entry).add("LICENSE", "x")
                    .add("models/names.txt", "a\nb")
                    .add("models/same.onnx", Proto.model(Proto.graph()), entry -> entry).bytes());
            PackageFile.open(file, LIMITS).close();
        });
    }

    @Test
    void noDamageToAModelGetsPastItsCheck() throws IOException {
        Proto nested = Proto.graph().message(5, Proto.tensor(24, 2, 3));
        byte[] sound = Proto.model(Proto.graph().message(5, Proto.tensor(24, 2, 3))
                .message(1, new Proto().text(4, "If").message(5, new Proto().message(6, nested))));
        fuzz(sound, bytes -> OnnxStreamCheck.check("model.onnx", new ByteArrayInputStream(bytes), bytes.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rknn", "om", "engine", "ir"})
    void noDamageToAVendorsFileGetsPastItsCheck(String format) throws IOException {
        byte[] sound = switch (format) {
            case "rknn" -> VendorFiles.rknn(6, 300, "{}");
            case "om" -> VendorFiles.om(100, 100);
            case "engine" -> VendorFiles.described("{}", 2, VendorFiles.engine("ftrt", 7));
            default -> VendorFiles.ir(0, 16).getBytes();
        };
        Path file = temp.resolve("fuzzed.algorithm");
        String manifest = Samples.MANIFEST.replace("{file: models/same.onnx}", "{file: models/net.x, format: " + format + "}");
        // Most of an engine, and of the content of the others, is not public and cannot be refused.
        fuzz(sound, format.equals("ir") ? 4 : 100, bytes -> {
            Files.write(file, new RawZip().add("algorithm.yaml", manifest).add("LICENSE", "x").add("models/names.txt", "a\nb")
                    .add("models/net.x", bytes, entry -> entry).add("models/net.bin", new byte[16], entry -> entry).bytes());
            PackageFile.open(file, LIMITS).close();
        });
    }

    private interface Target {
        void take(byte[] bytes) throws IOException;
    }

    private static void fuzz(byte[] sound, Target target) {
        fuzz(sound, 4, target);
    }

    /** @param least one of so many must be refused, or the damage does not reach the checks */
    private static void fuzz(byte[] sound, int least, Target target) {
        long seed = Long.getLong("sluice.fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        // Classes are loaded by the first ones, which cost more.
        run(target, sound, seed);
        run(target, Arrays.copyOf(sound, sound.length / 2), seed);
        long end = System.nanoTime() + BUDGET.toNanos();
        int refused = 0;
        int rounds = 0;
        for (; rounds < MOST_ROUNDS && System.nanoTime() < end; rounds++) {
            refused += run(target, damaged(sound, random), seed) ? 1 : 0;
        }
        assertTrue(refused > rounds / least, refused + " of " + rounds + " refused: the damage does not reach the checks");
    }

    /** Whether it was refused. */
    private static boolean run(Target target, byte[] bytes, long seed) {
        long before = allocated();
        boolean refused = false;
        try {
            target.take(bytes);
        } catch (RejectedException documented) {
            refused = true;
            assertTrue(documented.code().startsWith("package."), documented.code());
        } catch (IOException | RuntimeException | Error undocumented) {
            boolean alien = !(undocumented instanceof SluiceException);
            fail("seed " + seed + (alien ? ", undocumented" : ", wrong kind") + ", bytes " + HexFormat.of().formatHex(bytes),
                    undocumented);
        }
        long cost = allocated() - before;
        assertTrue(cost < MOST_ALLOCATED, "seed " + seed + ", " + cost + " bytes were allocated");
        return refused;
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static byte[] damaged(byte[] sound, Random random) {
        byte[] bytes = sound.clone();
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            bytes = switch (random.nextInt(6)) {
                case 0 -> flipped(bytes, random);
                case 1 -> extreme(bytes, random);
                case 2 -> Arrays.copyOf(bytes, Math.max(1, bytes.length - random.nextInt(Math.min(64, bytes.length))));
                case 3 -> moved(bytes, random, true);
                case 4 -> moved(bytes, random, false);
                default -> text(bytes, random);
            };
        }
        return random.nextBoolean() ? checksummed(bytes) : bytes;
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    private static byte[] extreme(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int width = 1 << random.nextInt(4);
        byte value = (byte) new int[] {0, 0xff, 0x7f, 0x80, 1}[random.nextInt(5)];
        Arrays.fill(bytes, at, Math.min(bytes.length, at + width), value);
        return bytes;
    }

    /** A part copied over another or put in between. */
    private static byte[] moved(byte[] bytes, Random random, boolean over) {
        int from = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(200, bytes.length - from) + 1);
        int to = random.nextInt(bytes.length);
        if (over) {
            System.arraycopy(bytes, from, bytes, to, Math.min(length, bytes.length - to));
            return bytes;
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, to, longer, to + length, bytes.length - to);
        System.arraycopy(bytes, from, longer, to, length);
        return longer;
    }

    private static byte[] text(byte[] bytes, Random random) {
        String[] words = {"../", "/", "\0", "- ", "{", "&a ", "*a", "1e999999999", "\"", ": ", "[[[[[[[[", "-1", "\u00fc", "!!binary "};
        byte[] word = words[random.nextInt(words.length)].getBytes();
        int to = random.nextInt(bytes.length);
        System.arraycopy(word, 0, bytes, to, Math.min(word.length, bytes.length - to));
        return bytes;
    }

    /** Makes the checksum of the first entry right where it is stored, so that damage reaches what is behind it. */
    private static byte[] checksummed(byte[] bytes) {
        for (int at = 0; at + 46 < bytes.length; at++) {
            if (bytes[at] == 'P' && bytes[at + 1] == 'K' && bytes[at + 2] == 3 && bytes[at + 3] == 4 && bytes[at + 8] == 0) {
                int size = bytes[at + 18] & 0xff | (bytes[at + 19] & 0xff) << 8;
                int start = at + 30 + (bytes[at + 26] & 0xff);
                if (start + size <= bytes.length) {
                    CRC32 crc = new CRC32();
                    crc.update(bytes, start, size);
                    byte[] before = Arrays.copyOfRange(bytes, at + 14, at + 18);
                    for (int index = 0; index < 4; index++) {
                        bytes[at + 14 + index] = (byte) (crc.getValue() >> 8 * index);
                    }
                    replaceInDirectory(bytes, before, Arrays.copyOfRange(bytes, at + 14, at + 18));
                }
            }
        }
        return bytes;
    }

    private static void replaceInDirectory(byte[] bytes, byte[] before, byte[] after) {
        for (int at = 0; at + 46 < bytes.length; at++) {
            if (bytes[at] == 'P' && bytes[at + 1] == 'K' && bytes[at + 2] == 1 && bytes[at + 3] == 2
                    && Arrays.equals(bytes, at + 16, at + 20, before, 0, 4)) {
                System.arraycopy(after, 0, bytes, at + 16, 4);
            }
        }
    }
}
