package io.sluice.accel.rockchip.internal;

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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The NPU as a service that comes and goes. */
class RockchipServiceTest extends ServiceContract {

    @TempDir
    static Path libraries;

    @TempDir
    Path root;

    private static RknnStandIn standIn;

    @BeforeAll
    static void compile() throws Exception {
        standIn = new RknnStandIn(libraries);
    }

    @Override
    protected StandInControl control() {
        return standIn.control();
    }

    @Override
    protected NativeDriver open() {
        return new RockchipNative(standIn.library(), new SystemFiles(root), 0);
    }

    @Override
    protected void list(boolean listed) throws IOException {
        if (listed) {
            RknnStandIn.plug(root);
        } else {
            RknnStandIn.unplug(root);
        }
    }

    @Override
    protected ModelData hanging() throws IOException {
        return new FileModel(Files.write(root.resolve("hang.rknn"), RknnStandIn.model(Fault.HANG, 1, 0)), "rknn", "");
    }
}
