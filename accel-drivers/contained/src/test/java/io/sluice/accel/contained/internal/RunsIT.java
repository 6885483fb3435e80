package io.sluice.accel.contained.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxcpu.internal.OnnxCpu;
import io.sluice.accel.onnxsession.testing.OnnxModelWriter;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelData;
import io.sluice.support.model.FileModel;
import io.sluice.support.model.NativeMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processor's driver in a process of its own answers as in the gateway's. */
class RunsIT {

    @TempDir
    private static Path folder;
    private static Contained contained;

    @BeforeAll
    static void start() throws Exception {
        contained = new Contained(Contained.settings("io.sluice.accel.onnxcpu"), Contained.launch(
                Contained.onClassPath("io.sluice.libs.onnxruntime"), Contained.onClassPath("io.sluice.accel.onnxcpu")));
    }

    @AfterAll
    static void stop() throws Exception {
        contained.close();
    }

    private static Path convolution() throws IOException {
        float[] weights = new float[8 * 3 * 3 * 3];
        Random random = new Random(1);
        for (int index = 0; index < weights.length; index++) {
            weights[index] = random.nextFloat() - 0.5f;
        }
        return new OnnxModelWriter()
                .input("x", 1L, 3L, 64L, 64L)
                .constant("weights", weights, 8, 3, 3, 3)
                .node("Conv", List.of("x", "weights"), "y")
                .output("y", 1L, 8L, 62L, 62L)
                .write(folder.resolve("convolution.onnx"));
    }

    private static byte[] run(Binding binding, long seed) {
        Random random = new Random(seed);
        ByteBuffer in = binding.input(0);
        for (int at = 0; at < in.capacity(); at += Float.BYTES) {
            in.putFloat(at, random.nextFloat());
        }
        binding.run();
        byte[] out = new byte[binding.output(0).capacity()];
        binding.output(0).get(0, out);
        return out;
    }

    @Test
    void resultsAreThoseOfTheDriverInProcess() throws Exception {
        Path model = convolution();
        Accelerator remote = contained.accelerator();
        try (OnnxCpu local = new OnnxCpu();
                InferenceSession here = local.load(FileModel.onnx(model));
                InferenceSession there = remote.load(FileModel.onnx(model));
                Binding own = here.bind();
                Binding other = there.bind()) {
            assertEquals(here.inputs(), there.inputs());
            assertEquals(here.outputs(), there.outputs());
            assertEquals(local.id(), remote.id());
            assertEquals(local.info().chip(), remote.info().chip());
            assertTrue(remote.readings().memoryUsed().isPresent());
            assertTrue(other.input(0).isDirect());
            for (long seed = 0; seed < 20; seed++) {
                assertArrayEquals(run(own, seed), run(other, seed));
            }
            assertArrayEquals(own.outputShape(0), other.outputShape(0));
        }
    }

    @Test
    void manyThreadsShareASession() throws Exception {
        Path model = convolution();
        try (InferenceSession session = contained.accelerator().load(FileModel.onnx(model));
                Binding first = session.bind()) {
            byte[] expected = run(first, 7);
            List<CompletableFuture<byte[]>> runs = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                runs.add(CompletableFuture.supplyAsync(() -> {
                    try (Binding binding = session.bind()) {
                        run(binding, 8);
                        return run(binding, 7);
                    }
                }));
            }
            for (CompletableFuture<byte[]> run : runs) {
                assertArrayEquals(expected, run.get());
            }
        }
    }

    @Test
    void anOutputOfOpenSizeGrowsAndShrinks() throws Exception {
        Path model = new OnnxModelWriter()
                .input("x", 1L)
                .node("Cast", List.of("x"), "size", OnnxModelWriter.attribute("to", OnnxModelWriter.INT64))
                .node("ConstantOfShape", List.of("size"), "y")
                .output("y", "size")
                .write(folder.resolve("open.onnx"));
        try (InferenceSession session = contained.accelerator().load(FileModel.onnx(model));
                Binding binding = session.bind()) {
            for (int size : new int[] {10, 100_000, 3, 1_000_000, 0, 5}) {
                binding.input(0).putFloat(0, size);
                binding.run();
                assertArrayEquals(new long[] {size}, binding.outputShape(0));
                assertEquals(size * Float.BYTES, binding.output(0).capacity());
                for (int at = 0; at < size * Float.BYTES; at += Float.BYTES) {
                    assertEquals(0, binding.output(0).getFloat(at));
                }
            }
        }
    }

    @Test
    void aModelWithoutAFileIsLoadedFromMemory() throws Exception {
        byte[] content = Files.readAllBytes(convolution());
        ModelData encrypted = encrypted(content);
        Accelerator accelerator = contained.accelerator();
        try (InferenceSession secret = accelerator.load(encrypted);
                InferenceSession plain = accelerator.load(FileModel.onnx(folder.resolve("convolution.onnx")));
                Binding one = secret.bind();
                Binding other = plain.bind()) {
            assertArrayEquals(run(other, 3), run(one, 3));
        }
    }

    private static ModelData encrypted(byte[] content) {
        return new ModelData() {
            @Override
            public String name() {
                return "secret.onnx";
            }

            @Override
            public String format() {
                return "onnx";
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
                NativeMemory memory = NativeMemory.allocate(content.length);
                memory.view().put(0, content);
                return memory;
            }
        };
    }

    private static Path free(String name) throws IOException {
        return new OnnxModelWriter()
                .input("x", "batch", 2L)
                .node("Neg", List.of("x"), "y")
                .output("y", "batch", 2L)
                .write(folder.resolve(name));
    }

    @Test
    void aRunTakesSeveralPicturesWhereTheDriverCan() throws Exception {
        Path file = free("free.onnx");
        Accelerator accelerator = contained.accelerator();
        for (ModelData model : List.of(FileModel.onnx(file), encrypted(Files.readAllBytes(file)))) {
            try (InferenceSession session = accelerator.load(model);
                    Binding one = session.bind(1);
                    Binding three = session.bind(3);
                    Binding same = session.bind(3)) {
                assertEquals(List.of(1L, 2L), session.inputs().get(0).shape());
                assertArrayEquals(new long[] {3, 2}, three.outputShape(0));
                negates(three, 6);
                negates(same, 6);
                negates(one, 2);
                assertArrayEquals(new long[] {1, 2}, one.outputShape(0));
                assertThrows(IllegalArgumentException.class, () -> session.bind(0));
            }
        }
    }

    private static void negates(Binding binding, int values) {
        assertEquals(values * Float.BYTES, binding.input(0).capacity());
        assertEquals(values * Float.BYTES, binding.output(0).capacity());
        for (int value = 0; value < values; value++) {
            binding.input(0).putFloat(value * Float.BYTES, 1 + value);
        }
        binding.run();
        for (int value = 0; value < values; value++) {
            assertEquals(-1 - value, binding.output(0).getFloat(value * Float.BYTES));
        }
    }

    @Test
    void severalPicturesAreRefusedWhereTheDriverCannot() throws Exception {
        try (InferenceSession session = contained.accelerator().load(FileModel.onnx(convolution()))) {
            RejectedException refused = assertThrows(RejectedException.class, () -> session.bind(4));
            assertEquals("accelerator.batch.unsupported", refused.code());
            assertTrue(refused.getMessage().contains("convolution.onnx") && refused.getMessage().contains("fixed"),
                    refused.getMessage());
            assertFalse(refused.remedy().isEmpty());
            try (Binding binding = session.bind()) {
                run(binding, 1);
            }
        }
        InferenceSession closed = contained.accelerator().load(encrypted(Files.readAllBytes(free("closed.onnx"))));
        closed.close();
        assertEquals("accelerator.session.closed", assertThrows(SluiceException.class, () -> closed.bind(2)).code());
    }

    @Test
    void whatTheDriverRefusesIsRefusedInItsWords() throws Exception {
        Accelerator accelerator = contained.accelerator();
        RejectedException missing = assertThrows(RejectedException.class,
                () -> accelerator.load(FileModel.onnx(folder.resolve("none.onnx"))));
        assertEquals("model.file.missing", missing.code());
        assertTrue(missing.getMessage().contains("none.onnx"));
        Path text = Files.writeString(folder.resolve("text.onnx"), "This is not a model.");
        assertEquals("model.file.corrupt",
                assertThrows(RejectedException.class, () -> accelerator.load(FileModel.onnx(text))).code());

        InferenceSession session = accelerator.load(FileModel.onnx(convolution()));
        try (Binding binding = session.bind()) {
            session.close();
            session.close();
            assertEquals("accelerator.session.closed", assertThrows(SluiceException.class, binding::run).code());
            assertEquals("accelerator.session.closed", assertThrows(SluiceException.class, session::bind).code());
            binding.close();
            assertEquals("accelerator.binding.closed", assertThrows(UnavailableException.class, binding::run).code());
        }
        assertEquals("cpu-0", contained.accelerator().id(), "none of this ended the process");
    }
}
