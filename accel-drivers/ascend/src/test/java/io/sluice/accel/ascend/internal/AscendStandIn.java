package io.sluice.accel.ascend.internal;

import io.sluice.accel.nativelib.VendorLibrary;
import io.sluice.accel.nativelib.testing.Fault;
import io.sluice.accel.nativelib.testing.StandIn;
import io.sluice.accel.nativelib.testing.StandInControl;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** {@code ascendcl_standin.c}, compiled, and its models. */
final class AscendStandIn {

    static final int FLOAT = 0;

    /** Functions of the stand-in that only this one has. */
    interface Control extends StandInControl {
        void standin_unlist(int away);
    }

    private final Path library;
    private final Control control;

    /** @param options for the compiler */
    AscendStandIn(Path folder, String... options) throws Exception {
        library = StandIn.compile(Path.of("src/test/c/ascendcl_standin.c"), folder.resolve("libascendcl.so"), options);
        control = VendorLibrary.load(library.toString(), Control.class);
    }

    String library() {
        return library.toString();
    }

    Control control() {
        return control;
    }

    static byte[] model(Fault fault, float a, float b) {
        return model(fault, FLOAT, 4, a, b);
    }

    /** As {@code model_file} in the stand-in. */
    static byte[] model(Fault fault, int type, int height, float a, float b) {
        ByteBuffer file = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        file.put((fault == Fault.CORRUPT ? "BAD!" : "OMTM").getBytes());
        file.putInt(switch (fault) {
            case VERSION -> 545005;
            case MEMORY_LOADING -> 245000;
            default -> 0;
        });
        file.putInt(fault == Fault.MEMORY_BINDING ? 1 : 0);
        file.putInt(fault == Fault.RUN ? 507011 : 0);
        file.putInt(fault == Fault.HANG ? 30_000 : 0);
        file.putInt(fault == Fault.DESCRIPTION ? 5 : 2);
        file.putInt(type);
        file.putInt(height).putInt(5).putInt(3);
        return file.putFloat(a).putFloat(b).array();
    }
}
