package io.sluice.accel.epplugin.internal;

import com.sun.jna.Library;
import com.sun.jna.Native;
import io.sluice.accel.nativelib.testing.StandIn;
import io.sluice.accel.onnxsession.testing.OnnxModelWriter;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The execution provider in {@code src/test/c/ep_standin.c}, in place of a chip's own: how tests make it fail, and models for it. */
final class EpStandIn {

    /** Ways in which it fails, by the numbers of the C file. */
    enum Fault {
        NONE,
        /** No provider for a session. */
        CREATION,
        /** No model can be compiled. */
        COMPILATION,
        /** Each step fails. */
        RUN,
        /** The chip answers nothing any more. */
        LOST,
        /** The chip's memory is full. */
        MEMORY,
        /** The library finds no chip when it is registered. */
        NO_DEVICE,
        /** It takes no operator of any model. */
        CLAIMS_NOTHING
    }

    /** What the library has beside ONNX Runtime's interface. */
    interface Control extends Library {

        void standin_fault(int which);

        /** Whether ONNX Runtime has it registered: factories that are not released. */
        int standin_factories();

        /** Providers and compiled steps that are not released. */
        int standin_live();

        /** How often it was used in a way that would crash a real one. */
        int standin_misuses();

        /** Steps computed so far. */
        int standin_computed();

        /** Waits until so many runs hang. */
        int standin_await(int runs);

        /** @param yes 1 lets hanging runs go on; 0 makes the next ones hang again */
        void standin_continue(int yes);
    }

    private final Path library;
    private final Control control;

    private EpStandIn(Path library) {
        this.library = library;
        control = Native.load(library.toString(), Control.class);
    }

    /** @param provider name of its execution provider */
    static EpStandIn compile(Path library, String provider) throws IOException, InterruptedException {
        return new EpStandIn(StandIn.compile(
                Path.of("src/test/c/ep_standin.c"), library, "-DEP_NAME=\"" + provider + "\""));
    }

    Path library() {
        return library;
    }

    Control control() {
        return control;
    }

    void fails(Fault fault) {
        control.standin_fault(fault.ordinal());
    }

    /** y = 2 * x + 1: all of it for the stand-in. */
    static FileModel whole(Path folder) throws IOException {
        return FileModel.onnx(start("x").node("Add", List.of("z", "one"), "y").output("y", 1L, 3L)
                .write(folder.resolve("whole.onnx")));
    }

    /** y = -2 * x: the second step is none for the stand-in. */
    static FileModel part(Path folder) throws IOException {
        return FileModel.onnx(start("x").node("Neg", List.of("z"), "y").output("y", 1L, 3L)
                .write(folder.resolve("part.onnx")));
    }

    /** y = -x: nothing for the stand-in. */
    static FileModel none(Path folder) throws IOException {
        return FileModel.onnx(new OnnxModelWriter().input("x", 1L, 3L).node("Neg", List.of("x"), "y")
                .output("y", 1L, 3L).write(folder.resolve("none.onnx")));
    }

    /** y = 2 * x, of which each run hangs until told to go on; the name of a step is its operator and its output. */
    static FileModel hanging(Path folder) throws IOException {
        return FileModel.onnx(new OnnxModelWriter().input("x", 1L, 3L).constant("two", new float[] {2}, 1)
                .node("Mul", List.of("x", "two"), "hang").output("hang", 1L, 3L).write(folder.resolve("hang.onnx")));
    }

    /** y = 2 * x for any number of pictures. */
    static FileModel batches(Path folder) throws IOException {
        return FileModel.onnx(new OnnxModelWriter().input("x", "batch", 3L).constant("two", new float[] {2}, 1)
                .node("Mul", List.of("x", "two"), "y").output("y", "batch", 3L).write(folder.resolve("batches.onnx")));
    }

    private static OnnxModelWriter start(String input) {
        return new OnnxModelWriter().input(input, 1L, 3L)
                .constant("two", new float[] {2}, 1)
                .constant("one", new float[] {1}, 1)
                .node("Mul", List.of(input, "two"), "z");
    }
}
