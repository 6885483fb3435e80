package io.sluice.algorithm.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of vendors' formats in packages: what contradicts itself is refused, what nobody knows is said to be unchecked. */
class FormatCheckTest {

    @TempDir
    private Path temp;

    @Test
    void rknnContainersMustBeAsLongAsTheySay() throws IOException {
        assertEquals("RKNN container of version 6, sizes checked; its content is not public and not checked",
                found("rknn", VendorFiles.rknn(6, 1000, "{\"version\":\"1.6\"}")));
        assertTrue(found("rknn", VendorFiles.rknn(1, 1000, "{}")).startsWith("RKNN container of version 1"));
        assertTrue(found("rknn", VendorFiles.rknn(6, 0, "{}")).startsWith("RKNN container of version 6"));
        assertTrue(found("rknn", VendorFiles.rknn(99, 10, "{}")).contains("not checked: its version 99 is not known"));
        assertTrue(found("rknn", "CYPTRKNN and more".getBytes()).contains("not checked: it is encrypted"));

        byte[] sound = VendorFiles.rknn(6, 1000, "{\"version\":\"1.6\"}");
        refused("rknn", Arrays.copyOf(sound, sound.length - 1), "its description has 17 bytes, but only 16 are left");
        refused("rknn", Arrays.copyOf(sound, 500), "it has 1000 bytes of data, but the whole file has 500");
        refused("rknn", Arrays.copyOf(sound, 20), "cut off within its header");
        refused("rknn", changed(sound, 23, 0xff), "bytes of data, but the whole file");
        refused("rknn", changed(sound, 5, 1), "the four bytes behind RKNN are not 0");
        refused("rknn", "something else".getBytes(), "does not begin as RKNN files do");
        refused("rknn", new byte[0], "does not begin as RKNN files do");
    }

    @Test
    void offlineModelsMustBeAsLongAsTheySay() throws IOException {
        byte[] sound = VendorFiles.om(500, 500);
        assertEquals("om of version 0x10000000, header and length checked; its content is not checked", found("om", sound));
        assertTrue(found("om", VendorFiles.om(0, 500)).endsWith("header checked; its content is not checked"));
        assertTrue(found("om", changed(sound, 80, 1)).contains("encrypted by its maker"));
        refused("om", Arrays.copyOf(sound, sound.length - 1), "it says that 500 bytes follow its header, but there are 499");
        refused("om", changed(sound, 4, 1), "its header has 257 bytes, where 256 are right");
        refused("om", Arrays.copyOf(sound, 256), "the whole file has 256");
        refused("om", Arrays.copyOf(sound, 6), "cut off within its header");
        refused("om", "MODI".getBytes(), "does not begin with IMOD");
    }

    @Test
    void enginesAreKnownByTheirMarkAtMost() throws IOException {
        assertEquals("TensorRT engine of serial version 239, mark checked; its content is not public and not checked",
                found("engine", VendorFiles.engine("ftrt", 239)));
        assertTrue(found("plan", VendorFiles.engine("ptrt", 0)).startsWith("TensorRT engine"));
        byte[] described = VendorFiles.described("{\"a\": 1}", 8, VendorFiles.engine("ftrt", 7));
        assertTrue(found("engine", described).startsWith("TensorRT engine of serial version 7"));
        assertTrue(found("engine", "whatever it is".getBytes()).contains("not checked: it begins with no known mark"));
        refused("engine", VendorFiles.described("{}", 60_000, new byte[20]), "its description has 60000 bytes, but the whole");
    }

    @Test
    void aFileOfAnotherFormatIsRefused() throws IOException {
        refused("engine", VendorFiles.rknn(6, 0, "{}"), "given as engine, but it begins with RKNN as files of the format rknn do");
        refused("mnn", VendorFiles.om(10, 10), "given as mnn, but it begins with IMOD");
        refused("rknn", VendorFiles.engine("ptrt", 1), "begins with ptrt as files of the format engine");
        assertTrue(found("mnn", new byte[100]).contains("format mnn, not checked"));
    }

    @Test
    void irNamesNothingOutsideItsWeights() throws IOException {
        refused("ir", VendorFiles.ir(0, 16).getBytes(), "it needs models/net.bin for its constants, which is not in the package");
        assertTrue(weighed(VendorFiles.ir(48, 16), 64).startsWith("OpenVINO IR of version 11, XML and 1 constants in models/net.bin"));
        refusedWeighed(VendorFiles.ir(49, 16), 64, "a constant is at 49 with 16 bytes, but models/net.bin has 64");
        refusedWeighed(VendorFiles.ir(999_999_999_999_999_999L, 999_999_999_999_999_999L), 64, "a constant is at");
        refusedWeighed(VendorFiles.ir(0, 16).replace("size=\"16\"", "size=\"-1\""), 64, "has no size in bytes");
        refusedWeighed(VendorFiles.ir(0, 16).replace("</layers>", "</layer>"), 64, "cannot be read");
        refusedWeighed(VendorFiles.ir(0, 16).replace("net", "web"), 64, "does not begin with net and a version");
        refusedWeighed(VendorFiles.ir(0, 16).substring(0, 300), 64, "cannot be read at line");
    }

    @Test
    void irWithEntitiesIsRefusedWhateverTheyName() throws IOException {
        String plain = VendorFiles.ir(0, 16);
        Path secret = Files.writeString(temp.resolve("secret"), "THE-SECRET");
        for (String type : new String[] {
            "<!DOCTYPE net [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>",
            "<!DOCTYPE net SYSTEM \"" + secret.toUri() + "\">",
            "<!DOCTYPE net [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY x \"&b;&b;&b;&b;&b;\">]>",
        }) {
            String hostile = plain.replace("<net ", type + "<net ").replace("<layers>", "<layers>&x;");
            refusedWeighed(hostile, 64, "is no sound OpenVINO IR");
        }
        StringBuilder deep = new StringBuilder("<net version=\"11\">");
        deep.append("<a>".repeat(1000)).append("</a>".repeat(1000)).append("</net>");
        refusedWeighed(deep.toString(), 64, "100 in each other");
    }

    private static byte[] changed(byte[] sound, int at, int value) {
        byte[] changed = sound.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private String found(String format, byte[] content) throws IOException {
        return packed(format, content, new byte[0]);
    }

    private String weighed(String xml, int weights) throws IOException {
        return packed("ir", xml.getBytes(StandardCharsets.UTF_8), new byte[weights]);
    }

    private void refused(String format, byte[] content, String why) {
        RejectedException refused = assertThrows(RejectedException.class, () -> packed(format, content, new byte[0]));
        assertEquals("package.model.malformed", refused.code(), refused.getMessage());
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    private void refusedWeighed(String xml, int weights, String why) {
        RejectedException refused = assertThrows(RejectedException.class, () -> weighed(xml, weights));
        assertEquals("package.model.malformed", refused.code(), refused.getMessage());
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    /** A package of such a model, opened. @return what was found of it */
    private String packed(String format, byte[] content, byte[] weights) throws IOException {
        Path file = temp.resolve("some.algorithm");
        String manifest = Samples.MANIFEST.replace("{file: models/same.onnx}", "{file: models/net.x, format: " + format + "}");
        RawZip zip = new RawZip().add("algorithm.yaml", manifest).add("LICENSE", "x").add("models/names.txt", "a\nb")
                .add("models/net.x", content, entry -> entry);
        if (weights.length > 0) {
            zip = zip.add("models/net.bin", weights, entry -> entry);
        }
        Files.write(file, zip.bytes());
        try (PackageFile opened = PackageFile.open(file, PackageLimits.USUAL)) {
            return opened.models().get("models/net.x");
        }
    }
}
