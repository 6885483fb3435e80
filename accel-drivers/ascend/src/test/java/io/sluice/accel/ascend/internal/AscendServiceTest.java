package io.sluice.accel.ascend.internal;

import io.sluice.accel.nativelib.NativeDriver;
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

/** Ascend NPUs as services that come and go. */
class AscendServiceTest extends ServiceContract {

    @TempDir
    static Path libraries;

    @TempDir
    Path folder;

    private static AscendStandIn standIn;

    @BeforeAll
    static void compile() throws Exception {
        standIn = new AscendStandIn(libraries);
    }

    @Override
    protected StandInControl control() {
        return standIn.control();
    }

    @Override
    protected NativeDriver open() {
        return new AscendNative(standIn.library());
    }

    @Override
    protected void list(boolean listed) {
        standIn.control().standin_unlist(listed ? 0 : 1);
    }

    @Override
    protected ModelData hanging() throws IOException {
        return new FileModel(Files.write(folder.resolve("hang.om"), AscendStandIn.model(Fault.HANG, 1, 0)), "om", "");
    }
}
