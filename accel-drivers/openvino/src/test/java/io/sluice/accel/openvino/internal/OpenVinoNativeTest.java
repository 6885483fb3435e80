package io.sluice.accel.openvino.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.nativelib.HostedAccelerator;
import io.sluice.accel.nativelib.NativeDriver;
import io.sluice.accel.nativelib.SystemFiles;
import io.sluice.accel.nativelib.testing.DriverContract;
import io.sluice.accel.nativelib.testing.Fault;
import io.sluice.accel.nativelib.testing.StandInControl;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec.ElementType;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.ModelData;
import io.sluice.support.model.FileModel;
import io.sluice.support.model.NativeMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver on its stand-in: the contract of all, and what is OpenVINO's own. */
class OpenVinoNativeTest extends DriverContract {

    private static final int HEIGHT = 32;

    @TempDir
    static Path libraries;

    private static OpenVinoStandIn standIn;

    @BeforeAll
    static void compile() throws Exception {
        standIn = new OpenVinoStandIn(libraries);
    }

    @Override
    protected StandInControl control() {
        return standIn.control();
    }

    @Override
    protected NativeDriver open() {
        return new OpenVinoNative(standIn.library(), new SystemFiles(folder), List.of("GPU", "NPU"));
    }

    @Override
    protected String format() {
        return "onnx";
    }

    @Override
    protected byte[] model(Fault fault, float a, float b) {
        return OpenVinoStandIn.model(fault, OpenVinoStandIn.F32, a, b);
    }

    @Override
    protected String runErrorName() {
        return "GENERAL_ERROR: Exception from src/inference/src/core.cpp:126: Infer Request: layer conv1 failed";
    }

    @Test
    void isDescribedByItsProperties() {
        assertEquals(Set.of("NPU"), driver.present());
        AcceleratorInfo info = accelerator.info();
        assertEquals("openvino-npu", accelerator.id());
        assertEquals(AcceleratorInfo.Kind.NPU, info.kind());
        assertEquals("Intel(R) AI Boost (stand-in)", info.chip());
        assertEquals("OpenVINO 2024.6.0-standin", info.driver());
        assertEquals("openvino:npu", info.location());
        assertEquals(Set.of("onnx", "ir"), info.formats());
        assertEquals(4_294_967_296L, info.memoryBytes());
    }

    @Test
    void theProcessorIsTheOneThatOthersDriveToo() {
        NativeDriver all = new OpenVinoNative(standIn.library(), new SystemFiles(folder), List.of("CPU"));
        assertEquals(Set.of("CPU"), all.present());
        try (HostedAccelerator processor = all.open("CPU")) {
            assertEquals("cpu", processor.info().location());
            assertEquals(AcceleratorInfo.Kind.CPU, processor.info().kind());
        }
        all.close();
    }

    @Test
    void outputsOfOpenSizeAreFetchedAfterEachRun() throws IOException {
        try (InferenceSession session = load(Fault.NONE, 1, 0); Binding binding = session.bind()) {
            assertEquals(List.of(-1L), session.outputs().get(1).shape());
            assertEquals("output1", session.outputs().get(1).name());
            check(binding, 1, 0, -57);
            assertArrayEquals(new long[] {2}, binding.outputShape(1));
            assertEquals(8, binding.output(1).remaining());
            assertEquals(2, binding.output(1).getFloat(4));
            check(binding, 1, 0, 1);
            assertArrayEquals(new long[] {60}, binding.outputShape(1));
            assertEquals(60, binding.output(1).getFloat(59 * Float.BYTES));
            check(binding, 1, 0, -100);
            assertArrayEquals(new long[] {0}, binding.outputShape(1));
            assertEquals(0, binding.output(1).remaining());
        }
    }

    @Test
    void modelsThatHaveNoFileAreReadFromMemory() {
        try (InferenceSession session = accelerator.load(inMemory("onnx")); Binding binding = session.bind()) {
            check(binding, 5, 1, 2);
        }
        RejectedException refused = assertThrows(RejectedException.class, () -> accelerator.load(inMemory("ir")));
        assertEquals("model.invalid", refused.code());
    }

    @Test
    void aBatchThatCanBeAnyIsOne() throws IOException {
        byte[] open = OpenVinoStandIn.open(OpenVinoStandIn.model(Fault.NONE, OpenVinoStandIn.F32, 5, 1));
        Path file = Files.write(folder.resolve("open.onnx"), open);
        for (ModelData model : List.of(new FileModel(file, "onnx", ""), inMemory("onnx", open))) {
            try (InferenceSession session = accelerator.load(model); Binding binding = session.bind(1)) {
                assertEquals(List.of(1L, 3L, 4L, 5L), session.inputs().get(0).shape());
                check(binding, 5, 1, 2);
                assertEquals("accelerator.batch.unsupported",
                        assertThrows(RejectedException.class, () -> session.bind(2)).code());
            }
        }
    }

    @Test
    void bytesAreToldFromNarrowerTypesByTheirSize() throws IOException {
        try (InferenceSession session = accelerator.load(typed(OpenVinoStandIn.U8)); Binding binding = session.bind()) {
            assertEquals(ElementType.UINT8, session.inputs().get(0).type());
            assertEquals(ELEMENTS, binding.input(0).capacity());
            binding.input(0).put(7, (byte) 200);
            binding.run();
            assertEquals(400, binding.output(0).getFloat(7 * Float.BYTES));
        }
        RejectedException refused =
                assertThrows(RejectedException.class, () -> accelerator.load(typed(OpenVinoStandIn.U3)));
        assertEquals("model.type.unsupported", refused.code());
        assertTrue(refused.getMessage().contains("picture"), refused.getMessage());
    }

    @Test
    void aTensorThatNoMemoryHoldsIsRefusedBeforeItIsAskedFor() throws IOException {
        byte[] content = OpenVinoStandIn.model(Fault.NONE, OpenVinoStandIn.F32, 1, 0);
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(HEIGHT, 2_000_000_000);
        Path file = Files.write(folder.resolve("huge.onnx"), content);
        RejectedException refused = assertThrows(RejectedException.class,
                () -> accelerator.load(new FileModel(file, "onnx", "")));
        assertEquals("model.tensor.large", refused.code());
    }

    private FileModel typed(int type) throws IOException {
        Path file = Files.write(folder.resolve("typed" + type + ".onnx"),
                OpenVinoStandIn.model(Fault.NONE, type, 2, 0));
        return new FileModel(file, "onnx", "");
    }

    /** As one that is decrypted in memory only. */
    private static ModelData inMemory(String format) {
        return inMemory(format, OpenVinoStandIn.model(Fault.NONE, OpenVinoStandIn.F32, 5, 1));
    }

    private static ModelData inMemory(String format, byte[] plain) {
        return new ModelData() {
            @Override
            public String name() {
                return "secret." + format;
            }

            @Override
            public String format() {
                return format;
            }

            @Override
            public String sha256() {
                return "";
            }

            @Override
            public Optional<Path> file() {
                return Optional.empty();
            }

            @Override
            public Content open() {
                NativeMemory memory = NativeMemory.allocate(plain.length);
                memory.view().put(0, plain);
                return memory;
            }
        };
    }
}
