package io.sluice.accel.onnxsession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxsession.testing.OnnxModelWriter;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.RejectedException;
import io.sluice.onnx.Attribute;
import io.sluice.onnx.ElementType;
import io.sluice.onnx.Node;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.ProtoMessage;
import io.sluice.onnx.Shape;
import io.sluice.onnx.ValueInfo;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose weights lie in files of their own: beside the model, or where a hostile one would like to read. */
class ExternalDataTest {

    @TempDir
    Path temporary;

    private Path folder;
    private Path secret;

    @BeforeEach
    void lay() throws IOException {
        folder = Files.createDirectory(temporary.resolve("model"));
        Files.write(folder.resolve("weights.bin"), floats(3, 5));
        secret = Files.write(temporary.resolve("secret.bin"), floats(7, 7));
    }

    @Test
    void dataBesideTheModelAreUsed() throws IOException {
        Path model = model("weights.bin").write(folder.resolve("model.onnx"));
        try (OnnxDevice device = TestDevices.plain();
                InferenceSession session = device.load(FileModel.onnx(model));
                Binding binding = session.bind()) {
            binding.input(0).asFloatBuffer().put(new float[] {1, 2});
            binding.run();
            assertEquals(3, binding.output(0).getFloat(0));
            assertEquals(10, binding.output(0).getFloat(Float.BYTES));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.bin", "sub/../../secret.bin", "../../../../../../etc/passwd", "/etc/passwd", "",
            ".", "*/_ORT_MEM_ADDR_/*", "nul\0.bin"})
    void dataElsewhereAreRefused(String location) throws IOException {
        Path model = model(location).write(folder.resolve("hostile.onnx"));
        try (OnnxDevice device = TestDevices.plain()) {
            RejectedException refused =
                    assertThrows(RejectedException.class, () -> device.load(FileModel.onnx(model)));
            assertEquals(location.equals(".") ? "model.data.missing" : "model.data.outside", refused.code());
            assertTrue(refused.getMessage().contains("hostile.onnx"), refused.getMessage());
            assertFalse(refused.remedy().isEmpty());
        }
    }

    @Test
    void aLinkOutOfTheFolderIsRefused() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.bin"), secret);
        assertRefused("model.data.outside", model("link.bin").bytes());
    }

    @Test
    void missingDataAreNamed() throws IOException {
        assertRefused("model.data.missing", model("none.bin").bytes());
    }

    @Test
    void placesThatOnlySomeReadersSeeAreLookedAt() throws IOException {
        ProtoMessage tensor = OnnxModelWriter.externalTensor("w", "/etc/passwd", 2);
        ProtoMessage graph = new ProtoMessage().add(5, tensor);
        ProtoMessage node = new ProtoMessage().add(5, new ProtoMessage().add(1, "value").add(5, tensor));
        ProtoMessage sparse = new ProtoMessage().add(15, new ProtoMessage().add(1, tensor));
        for (ProtoMessage hostile : List.of(graph, sparse, new ProtoMessage().add(1, node))) {
            assertRefused("model.data.outside", new ProtoMessage().add(7, hostile).toBytes());
            // Protocol buffers merge a repeated message with the first.
            assertRefused("model.data.outside",
                    new ProtoMessage().add(7, new ProtoMessage()).add(7, hostile).toBytes());
            assertRefused("model.data.outside",
                    new ProtoMessage().add(20, new ProtoMessage().add(2, hostile)).toBytes());
        }
        assertRefused("model.data.outside",
                new ProtoMessage().add(25, new ProtoMessage().add(7, node)).toBytes());
    }

    @Test
    void theLastOfSeveralLocationsCountsAsInProtocolBuffers() throws IOException {
        ProtoMessage entry = new ProtoMessage().add(1, "offset").add(2, "weights.bin")
                .add(1, "location").add(2, "/etc/passwd");
        ProtoMessage tensor = new ProtoMessage().add(13, entry);
        assertRefused("model.data.outside",
                new ProtoMessage().add(7, new ProtoMessage().add(5, tensor)).toBytes());
    }

    @Test
    void whatWasCompiledForAChipMustNotLieElsewhereEither() throws IOException {
        assertRefused("model.data.outside", compiled(Attribute.of("embed_mode", 0), "/etc/passwd"));
        assertRefused("model.data.outside", compiled(Attribute.of("embed_mode", 2), "../secret.bin"));
        assertRefused("model.data.missing", compiled(Attribute.of("embed_mode", 0), "none.bin"));
        // Within the model it is no name; that this processor cannot run it is said by ONNX Runtime.
        assertRefused("model.unsupported", compiled(Attribute.of("embed_mode", 1), "/etc/passwd"));
    }

    private static byte[] compiled(Attribute mode, String content) {
        OnnxModel model = OnnxModel.create(13, "compiled");
        model.graph()
                .inputs(List.of(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, 2))))
                .outputs(List.of(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(1, 2))))
                .add(Node.of("EPContext", List.of("x"), List.of("y"), mode, Attribute.of("ep_cache_context", content))
                        .domain("com.microsoft"));
        return model.toBytes();
    }

    @Test
    void graphsNestedAbsurdlyAreRefused() throws IOException {
        ProtoMessage graph = new ProtoMessage();
        for (int depth = 0; depth < 200; depth++) {
            graph = new ProtoMessage().add(1, new ProtoMessage().add(5, new ProtoMessage().add(6, graph)));
        }
        byte[] model = new ProtoMessage().add(1, 8).add(7, graph).toBytes();
        Path file = Files.write(folder.resolve("deep.onnx"), model);
        try (OnnxDevice device = TestDevices.plain()) {
            RejectedException refused = assertThrows(RejectedException.class, () -> device.load(FileModel.onnx(file)));
            assertEquals("model.file.corrupt", refused.code());
            assertTrue(refused.getMessage().contains("deep"), refused.getMessage());
        }
    }

    @Test
    void absurdlyManyFieldsAreRefusedBeforeTheyFillTheHeap() throws IOException {
        byte[] junk = new byte[2_000_000];
        for (int at = 0; at < junk.length; at += 2) {
            junk[at] = 0x18;
        }
        Path file = Files.write(folder.resolve("junk.onnx"),
                new ProtoMessage().add(1, 8).add(7, ByteBuffer.wrap(junk)).toBytes());
        try (OnnxDevice device = TestDevices.plain()) {
            RejectedException refused = assertThrows(RejectedException.class, () -> device.load(FileModel.onnx(file)));
            assertEquals("model.file.corrupt", refused.code());
            assertTrue(refused.getMessage().contains("fields"), refused.getMessage());
        }
    }

    private void assertRefused(String code, byte[] model) throws IOException {
        Path file = Files.write(folder.resolve("refused.onnx"), model);
        try (OnnxDevice device = TestDevices.plain()) {
            RejectedException refused = assertThrows(RejectedException.class, () -> device.load(FileModel.onnx(file)));
            assertEquals(code, refused.code(), refused.getMessage());
        }
    }

    private static OnnxModelWriter model(String location) {
        return new OnnxModelWriter()
                .input("x", 1L, 2L)
                .external("weights", location, 2)
                .node("Mul", List.of("x", "weights"), "y")
                .output("y", 1L, 2L);
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
