package io.sluice.accel.openvino.internal;

import io.sluice.accel.nativelib.VendorLibrary;
import io.sluice.accel.nativelib.testing.Fault;
import io.sluice.accel.nativelib.testing.StandIn;
import io.sluice.accel.nativelib.testing.StandInControl;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** {@code openvino_standin.c}, compiled, and its models. */
final class OpenVinoStandIn {

    static final int F32 = 5;
    static final int U3 = 14;
    static final int U8 = 17;

    /** Functions of the stand-in that only this one has. */
    interface Control extends StandInControl {
        void standin_unlist(int away);
    }

    private final Path library;
    private final Control control;

    OpenVinoStandIn(Path folder) throws Exception {
        library = StandIn.compile(Path.of("src/test/c/openvino_standin.c"), folder.resolve("libopenvino_c.so"));
        control = VendorLibrary.load(library.toString(), Control.class);
    }

    String library() {
        return library.toString();
    }

    Control control() {
        return control;
    }

    /** The same, with a batch that can be any. */
    static byte[] open(byte[] model) {
        ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN).putInt(model.length - Integer.BYTES, 1);
        return model;
    }

    /** As {@code model_file} in the stand-in. */
    static byte[] model(Fault fault, int type, float a, float b) {
        ByteBuffer file = ByteBuffer.allocate(56).order(ByteOrder.LITTLE_ENDIAN);
        file.put((fault == Fault.CORRUPT ? "BAD!" : "OVTM").getBytes());
        file.putInt(fault == Fault.VERSION ? 12 : 11);
        file.putInt(fault == Fault.MEMORY_LOADING ? 1 : 0);
        file.putInt(fault == Fault.MEMORY_BINDING ? 1 : 0);
        file.putInt(fault == Fault.RUN ? 1 : 0);
        file.putInt(fault == Fault.DESCRIPTION ? 5 : 2);
        file.putInt(fault == Fault.HANG ? 30_000 : 0);
        file.putInt(type);
        file.putInt(4).putInt(5).putInt(3);
        return file.putFloat(a).putFloat(b).putInt(0).array();
    }
}
