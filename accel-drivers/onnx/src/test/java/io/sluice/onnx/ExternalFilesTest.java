package io.sluice.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.onnx.ExternalFiles.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalFilesTest {

    private static final Set<String> PASSWORDS = Set.of("/etc/passwd");

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void lay() throws IOException {
        folder = Files.createDirectories(temporary.resolve("model"));
        Files.createDirectory(folder.resolve("sub"));
        Files.write(folder.resolve("sub/weights.bin"), new byte[8]);
        Files.write(folder.resolve("weights.bin"), new byte[8]);
        Files.write(temporary.resolve("secret.bin"), new byte[8]);
    }

    @Test
    void aModelInOneFileNamesNone() {
        assertEquals(Set.of(), named(TestModel.small().message()));
    }

    @Test
    void everyPlaceOfATensorIsLookedAt() {
        ProtoMessage tensor = new ProtoMessage().add(13, entry("/etc/passwd"));
        ProtoMessage sparse = new ProtoMessage().add(1, tensor);
        ProtoMessage inner = graphWith(new ProtoMessage().add(1, "value").add(5, tensor));
        List<ProtoMessage> graphs = List.of(
                new ProtoMessage().add(5, tensor),
                new ProtoMessage().add(15, sparse),
                new ProtoMessage().add(15, new ProtoMessage().add(2, tensor)),
                inner,
                graphWith(new ProtoMessage().add(1, "body").add(6, inner)),
                graphWith(new ProtoMessage().add(10, tensor)),
                graphWith(new ProtoMessage().add(11, inner)),
                graphWith(new ProtoMessage().add(22, sparse)),
                graphWith(new ProtoMessage().add(23, sparse)));
        for (ProtoMessage graph : graphs) {
            assertEquals(PASSWORDS, named(new ProtoMessage().add(7, graph)));
            // Protocol buffers merge a repeated message with the first.
            assertEquals(PASSWORDS, named(new ProtoMessage().add(7, new ProtoMessage()).add(7, graph)));
            assertEquals(PASSWORDS, named(new ProtoMessage().add(20, new ProtoMessage().add(1, graph))));
            assertEquals(PASSWORDS, named(new ProtoMessage().add(20, new ProtoMessage().add(2, graph))));
        }
        ProtoMessage attribute = new ProtoMessage().add(5, tensor);
        assertEquals(PASSWORDS, named(new ProtoMessage().add(25,
                new ProtoMessage().add(7, new ProtoMessage().add(5, attribute)))));
        assertEquals(PASSWORDS, named(new ProtoMessage().add(25, new ProtoMessage().add(11, attribute))));
    }

    @Test
    void theLastOfSeveralLocationsCountsAsInProtocolBuffers() {
        ProtoMessage entry = new ProtoMessage().add(1, "offset").add(2, "weights.bin")
                .add(1, "location").add(2, "/etc/passwd");
        assertEquals(PASSWORDS, named(withTensor(new ProtoMessage().add(13, entry))));
    }

    @Test
    void allOfSeveralEntriesAreTold() {
        ProtoMessage tensor = new ProtoMessage().add(13, entry("weights.bin")).add(13, entry("/etc/passwd"))
                .add(13, new ProtoMessage().add(1, "length").add(2, "8"));
        assertEquals(Set.of("weights.bin", "/etc/passwd"), named(withTensor(tensor)));
    }

    @Test
    void boundsWhatItLooksInto() {
        ProtoMessage deep = new ProtoMessage();
        for (int depth = 0; depth < 200; depth++) {
            deep = graphWith(new ProtoMessage().add(6, deep));
        }
        ProtoMessage model = new ProtoMessage().add(7, deep);
        assertEquals(OnnxException.Reason.TOO_DEEP,
                assertThrows(OnnxException.class, () -> named(model)).reason());
        ProtoMessage wide = new ProtoMessage();
        for (int field = 0; field < 20; field++) {
            wide.add(3, field);
        }
        OnnxLimits few = new OnnxLimits(1000, 10, 9, 9, 9, 1000, OnnxLimits.ExternalData.REFUSED);
        ByteBuffer bytes = ByteBuffer.wrap(new ProtoMessage().add(7, wide).toBytes());
        assertEquals(OnnxException.Reason.TOO_LARGE,
                assertThrows(OnnxException.class, () -> ExternalFiles.named(bytes, few)).reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights.bin", "./weights.bin", "sub/weights.bin", "sub/../weights.bin"})
    void tellsWhatLiesBeside(String location) {
        assertEquals(Place.BESIDE, ExternalFiles.place(location, folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.bin", "sub/../../secret.bin", "../../../../../../etc/passwd", "/etc/passwd", "",
            "*/_ORT_MEM_ADDR_/*", "nul\0.bin"})
    void tellsWhatLiesOutside(String location) {
        assertEquals(Place.OUTSIDE, ExternalFiles.place(location, folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none.bin", ".", "sub"})
    void tellsWhatIsMissing(String location) {
        assertEquals(Place.MISSING, ExternalFiles.place(location, folder));
    }

    @Test
    void followsLinks() throws IOException {
        Files.createSymbolicLink(folder.resolve("out.bin"), temporary.resolve("secret.bin"));
        Files.createSymbolicLink(folder.resolve("in.bin"), folder.resolve("weights.bin"));
        assertEquals(Place.OUTSIDE, ExternalFiles.place("out.bin", folder));
        assertEquals(Place.BESIDE, ExternalFiles.place("in.bin", folder));
    }

    private static Set<String> named(ProtoMessage model) {
        return ExternalFiles.named(ByteBuffer.wrap(model.toBytes()), OnnxLimits.DEFAULT);
    }

    private static ProtoMessage graphWith(ProtoMessage attribute) {
        return new ProtoMessage().add(1, new ProtoMessage().add(5, attribute));
    }

    private static ProtoMessage withTensor(ProtoMessage tensor) {
        return new ProtoMessage().add(7, new ProtoMessage().add(5, tensor));
    }

    private static ProtoMessage entry(String location) {
        return new ProtoMessage().add(1, "location").add(2, location);
    }
}
