package io.sluice.accel.rockchip.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.nativelib.HostedAccelerator;
import io.sluice.accel.nativelib.NativeDriver;
import io.sluice.accel.nativelib.SystemFiles;
import io.sluice.accel.nativelib.testing.DriverContract;
import io.sluice.accel.nativelib.testing.Fault;
import io.sluice.accel.nativelib.testing.StandInControl;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec.ElementType;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The driver on its stand-in: the contract of all, and what is Rockchip's own. */
class RockchipNativeTest extends DriverContract {

    private static final int INIT_CODE = 4;
    private static final int RUN_CODE = 12;

    @TempDir
    static Path libraries;

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
    protected NativeDriver open() throws IOException {
        RknnStandIn.plug(folder);
        return new RockchipNative(standIn.library(), new SystemFiles(folder), 0);
    }

    @Override
    protected String format() {
        return "rknn";
    }

    @Override
    protected byte[] model(Fault fault, float a, float b) {
        return RknnStandIn.model(fault, a, b);
    }

    @Override
    protected String runErrorName() {
        return "RKNN_ERR_FAIL";
    }

    @Test
    void quantisedPicturesAreSeenAsPlanesOfFloats() throws IOException {
        try (InferenceSession session = load(Fault.NONE, 1, 0); Binding binding = session.bind()) {
            assertEquals("picture", session.inputs().get(0).name());
            assertEquals(ElementType.FLOAT32, session.inputs().get(0).type());
            assertEquals(2, session.outputs().size());
            check(binding, 1, 0, 3);
            assertEquals(binding.output(0), binding.output(1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-2, accelerator.run.timeout, RKNN_ERR_TIMEOUT",
        "-3, accelerator.device.lost, RKNN_ERR_DEVICE_UNAVAILABLE",
        "-4, accelerator.memory.exhausted, RKNN_ERR_MALLOC_FAIL",
        "-5, model.invalid, RKNN_ERR_PARAM_INVALID",
        "-6, model.file.corrupt, RKNN_ERR_MODEL_INVALID",
        "-10, model.version.unfit, RKNN_ERR_DEVICE_UNMATCH",
        "-12, model.version.unfit, RKNN_ERR_INCOMPATILE_OPTIMIZATION_LEVEL_VERSION",
        "-13, model.chip.unfit, RKNN_ERR_TARGET_PLATFORM_UNMATCH",
        "-99, model.invalid, rknn_init returned -99"
    })
    void saysWhatEachCodeOfLoadingMeans(int code, String meaning, String named) throws IOException {
        SluiceException failed = assertThrows(SluiceException.class, () -> accelerator.load(with(INIT_CODE, code)));
        assertEquals(meaning, failed.code());
        assertTrue(failed.getMessage().contains(named), failed.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "-2, accelerator.run.timeout, RKNN_ERR_TIMEOUT",
        "-3, accelerator.device.lost, RKNN_ERR_DEVICE_UNAVAILABLE",
        "-4, accelerator.memory.exhausted, RKNN_ERR_MALLOC_FAIL",
        "-7, accelerator.run.failed, RKNN_ERR_CTX_INVALID"
    })
    void saysWhatEachCodeOfARunMeans(int code, String meaning, String named) throws IOException {
        try (InferenceSession session = accelerator.load(with(RUN_CODE, code)); Binding binding = session.bind()) {
            UnavailableException failed = assertThrows(UnavailableException.class, binding::run);
            assertEquals(meaning, failed.code());
            assertTrue(failed.getMessage().contains("rknn_run") && failed.getMessage().contains(named),
                    failed.getMessage());
        }
    }

    @Test
    void refusesElementsItCannotShow() throws IOException {
        Path file = Files.write(folder.resolve("wide.rknn"), RknnStandIn.model(Fault.NONE, 7, 1, 0));
        RejectedException refused = assertThrows(RejectedException.class,
                () -> accelerator.load(new FileModel(file, "rknn", "")));
        assertEquals("model.type.unsupported", refused.code());
        assertTrue(refused.getMessage().contains("picture"), refused.getMessage());
    }

    @Test
    void runsOnTheCoresThatWereChosen() throws IOException {
        NativeDriver chosen = new RockchipNative(standIn.library(), new SystemFiles(folder), 4);
        try (HostedAccelerator third = chosen.open("fdab0000.npu");
                InferenceSession session = third.load(file(Fault.NONE, 1, 0));
                Binding binding = session.bind()) {
            check(binding, 1, 0, 0);
            assertEquals(4, standIn.control().standin_masks());
        }
    }

    /** A sound model but for one field of its header. */
    private FileModel with(int offset, int value) throws IOException {
        byte[] content = RknnStandIn.model(Fault.NONE, 1, 0);
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
        return new FileModel(Files.write(Files.createTempFile(folder, "code", ".rknn"), content), "rknn", "");
    }
}
