package io.sluice.accel.openvino.internal;

import io.sluice.accel.nativelib.NativeDriver;
import io.sluice.accel.nativelib.SystemFiles;
import io.sluice.accel.nativelib.testing.Fault;
import io.sluice.accel.nativelib.testing.ServiceContract;
import io.sluice.accel.nativelib.testing.StandInControl;
import io.sluice.api.model.ModelData;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** OpenVINO's NPU as a service that comes and goes. */
class OpenVinoServiceTest extends ServiceContract {

    @TempDir
    static Path libraries;

    @TempDir
    Path root;

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
        return new OpenVinoNative(standIn.library(), new SystemFiles(root), List.of("NPU"));
    }

    @Override
    protected void list(boolean listed) {
        standIn.control().standin_unlist(listed ? 0 : 1);
    }

    @Override
    protected ModelData hanging() throws IOException {
        Path file = Files.write(root.resolve("hang.onnx"),
                OpenVinoStandIn.model(Fault.HANG, OpenVinoStandIn.F32, 1, 0));
        return new FileModel(file, "onnx", "");
    }
}
