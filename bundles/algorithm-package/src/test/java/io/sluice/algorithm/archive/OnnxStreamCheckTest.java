package io.sluice.algorithm.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.api.error.RejectedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Models that would read other files, or fill memory or stack, are refused before a native library sees them. */
final class OnnxStreamCheckTest {

    @Test
    void aSoundModelPasses() throws IOException {
        check(Proto.model(Proto.graph()));
        check(Proto.model(Proto.graph().message(5, Proto.tensor(24, 2, 3))));
    }

    /** Those of other makers, which lie beside the project. */
    @Test
    void realModelsPass() throws IOException {
        Path models = Path.of(System.getenv().getOrDefault("SLUICE_ASSETS", "../../../shared/assets")).resolve("models");
        if (!Files.isDirectory(models)) {
            System.out.println("skipped: no models at " + models);
        }
        assumeTrue(Files.isDirectory(models));
        List<Path> files;
        try (var list = Files.list(models)) {
            files = list.filter(file -> file.toString().endsWith(".onnx")).toList();
        }
        assertTrue(files.size() > 0);
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                OnnxStreamCheck.check(file.getFileName().toString(), in, Files.size(file));
            }
        }
    }

    @Test
    void tensorsInOtherFilesAreRefused() {
        Proto entry = new Proto().text(1, "location").text(2, "../../etc/passwd");
        Proto byEntry = new Proto().number(1, 2).number(2, 1).text(8, "w").message(13, entry);
        refused("package.model.external", Proto.graph().message(5, byEntry));
        refused("package.model.external", Proto.graph().message(5, new Proto().number(1, 2).number(2, 1).number(14, 1)));
        refused("package.model.external", Proto.graph().message(1,
                new Proto().text(4, "Constant").message(5, new Proto().text(1, "value").message(5, byEntry))));
        refused("package.model.external", Proto.graph().message(15, new Proto().message(1, byEntry)));
        Proto inner = Proto.graph().message(5, byEntry);
        refused("package.model.external",
                Proto.graph().message(1, new Proto().text(4, "If").message(5, new Proto().message(6, inner))));
    }

    @Test
    void tensorsThatAreNotAsLargeAsTheySayAreRefused() {
        refused("package.model.tensor", Proto.graph().message(5, Proto.tensor(20, 2, 3)));
        refused("package.model.tensor", Proto.graph().message(5, Proto.tensor(24, 1L << 40)));
        refused("package.model.tensor", Proto.graph().message(5, Proto.tensor(24, 1L << 32, 1L << 32, 0)));
        refused("package.model.tensor", Proto.graph().message(5, Proto.tensor(24, -1)));
        refused("package.model.tensor", Proto.graph().message(5, new Proto().number(1, 1000).number(2, 1)));
        refused("package.model.tensor", Proto.graph().message(5, new Proto().number(1, 1).number(2, 99).bytes(9, new byte[4])));
        refused("package.model.tensor", Proto.graph().message(5,
                new Proto().number(1, 1).number(2, 1).bytes(9, new byte[4]).bytes(4, new byte[4])));
        refused("package.model.tensor", Proto.graph().message(5, new Proto().number(1, 2).number(2, 7).bytes(7, new byte[] {1})));
    }

    @Test
    void inputsLargerThanAnyPictureAreRefused() {
        Proto shape = new Proto();
        for (int index = 0; index < 4; index++) {
            shape.message(1, new Proto().number(1, 1 << 20));
        }
        Proto type = new Proto().message(1, new Proto().number(1, 1).message(2, shape));
        refused("package.model.tensor", Proto.graph().message(11, new Proto().text(1, "z").message(2, type)));
    }

    @Test
    void graphsTooDeepInEachOtherAreRefused() {
        Proto graph = Proto.graph();
        for (int depth = 0; depth < 500; depth++) {
            graph = Proto.graph().message(1, new Proto().text(4, "If").message(5, new Proto().message(6, graph)));
        }
        refused("package.model.deep", graph);
        Proto type = new Proto();
        for (int depth = 0; depth < 500; depth++) {
            type = new Proto().message(4, new Proto().message(1, type));
        }
        refused("package.model.deep", Proto.graph().message(12, new Proto().message(2, type)));
    }

    @Test
    void moreOperatorsThanAnyNetworkHasAreRefused() {
        Proto graph = new Proto();
        byte[] node = new Proto().text(4, "Neg").build();
        for (int count = 0; count <= OnnxStreamCheck.MOST_NODES; count++) {
            graph.bytes(1, node);
        }
        refused("package.model.deep", graph);
    }

    /** Readers join both; each alone looks harmless. */
    @Test
    void graphsAndTensorsThatAreThereTwiceAreRefused() {
        Proto half = new Proto().number(1, 0).number(2, 1);
        refused("package.model.malformed", Proto.graph().message(1,
                new Proto().message(5, new Proto().message(5, half).message(5, half))));
    }

    @Test
    void whatIsNoModelIsRefused() {
        assertEquals("package.model.malformed", code(new byte[0]));
        assertEquals("package.model.malformed", code("<html>not found</html>".getBytes()));
        assertEquals("package.model.malformed", code(new Proto().number(1, 8).build()));
        assertEquals("package.model.malformed", code(new Proto().message(7, Proto.graph()).build()));
        byte[] sound = Proto.model(Proto.graph());
        for (int length = 1; length < sound.length - 10; length++) {
            assertEquals("package.model.malformed", code(Arrays.copyOf(sound, length)));
        }
    }

    private static void refused(String code, Proto graph) {
        assertEquals(code, code(Proto.model(graph)));
    }

    private static String code(byte[] model) {
        return assertThrows(RejectedException.class, () -> check(model)).code();
    }

    private static void check(byte[] model) throws IOException {
        OnnxStreamCheck.check("model.onnx", new ByteArrayInputStream(model), model.length);
    }
}
