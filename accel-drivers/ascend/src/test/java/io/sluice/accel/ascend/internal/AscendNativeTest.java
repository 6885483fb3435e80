package io.sluice.accel.ascend.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.nativelib.HostedAccelerator;
import io.sluice.accel.nativelib.NativeDriver;
import io.sluice.accel.nativelib.testing.DriverContract;
import io.sluice.accel.nativelib.testing.Fault;
import io.sluice.accel.nativelib.testing.StandInControl;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The driver on its stand-in: the contract of all, and what is AscendCL's own. */
class AscendNativeTest extends DriverContract {

    private static final int LOAD_CODE = 4;
    private static final int RUN_CODE = 12;

    @TempDir
    static Path libraries;

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
    protected String format() {
        return "om";
    }

    @Override
    protected byte[] model(Fault fault, float a, float b) {
        return AscendStandIn.model(fault, a, b);
    }

    @Override
    protected String runErrorName() {
        return "ACL_ERROR_RT_MODEL_EXECUTE";
    }

    @Test
    void isDescribedByWhatTheLibraryTells() {
        AcceleratorInfo info = accelerator.info();
        assertEquals("ascend-0", accelerator.id());
        assertEquals("Ascend310B4", info.chip());
        assertEquals("AscendCL 1.14.0", info.driver());
        assertEquals("ascend:0", info.location());
        assertEquals(4_000_000_000L, info.memoryBytes());
        AcceleratorReadings readings = accelerator.readings();
        assertEquals(1_000_000_000L, readings.memoryUsed().orElseThrow());
        assertEquals(0.6, readings.utilisation().orElseThrow(), 1e-9);
        accelerator.close();
        assertEquals(AcceleratorReadings.NONE, accelerator.readings());
    }

    @Test
    void anOlderLibraryTellsNoLoad() throws Exception {
        Path folder = Files.createDirectories(libraries.resolve("older"));
        AscendStandIn older = new AscendStandIn(folder, "-DWITHOUT_UTILISATION");
        NativeDriver driver = new AscendNative(older.library());
        try (HostedAccelerator device = driver.open("0")) {
            assertTrue(device.readings().utilisation().isEmpty());
            assertTrue(device.readings().memoryUsed().isPresent());
        }
        driver.close();
        assertEquals(0, older.control().standin_live());
    }

    @Test
    void aLibraryThatSomebodyElseFinalisedIsToBeOpenedAnew() throws Exception {
        AscendStandIn shared = new AscendStandIn(Files.createDirectories(libraries.resolve("shared")));
        NativeDriver former = new AscendNative(shared.library());
        NativeDriver updated = new AscendNative(shared.library());
        former.close();
        assertEquals("accelerator.start.failed", assertThrows(UnavailableException.class, updated::present).code());
        updated.close();
        NativeDriver anew = new AscendNative(shared.library());
        assertEquals(Set.of("0"), anew.present());
        anew.close();
        assertEquals(0, shared.control().standin_live());
    }

    @Test
    void aLibraryThatSomebodyElseInitialisedIsNotFinalised() throws IOException {
        NativeDriver second = new AscendNative(standIn.library());
        try (HostedAccelerator same = second.open("0");
                InferenceSession session = same.load(file(Fault.NONE, 2, 0));
                Binding binding = session.bind()) {
            check(binding, 2, 0, 1);
        }
        second.close();
        try (InferenceSession session = load(Fault.NONE, 3, 0); Binding binding = session.bind()) {
            check(binding, 3, 0, 1);
        }
    }

    @Test
    void saysThatADeviceDoesNotStart() {
        control().standin_unplug(1);
        UnavailableException failed = assertThrows(UnavailableException.class, () -> driver.open("0"));
        assertEquals("accelerator.start.failed", failed.code());
        assertTrue(failed.getMessage().contains("ACL_ERROR_RT_LOST_HEARTBEAT: EL0005: device heartbeat is lost."),
                failed.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "100013, model.file.corrupt, ACL_ERROR_PARSE_MODEL",
        "545005, model.version.unfit, ACL_ERROR_GE_EXEC_LOAD_KERNEL_PARTITION_FAILED",
        "507008, model.chip.unfit, ACL_ERROR_RT_SOC_VERSION",
        "245000, accelerator.memory.exhausted, ACL_ERROR_GE_MEMORY_ALLOCATION",
        "207018, accelerator.memory.exhausted, ACL_ERROR_RT_DEVIDE_OOM",
        "507010, accelerator.device.lost, ACL_ERROR_RT_LOST_HEARTBEAT",
        "545000, model.invalid, ACL_ERROR_GE_INTERNAL_ERROR",
        "999999, model.invalid, aclmdlLoadFromMem returned 999999"
    })
    void saysWhatEachCodeOfLoadingMeans(int code, String meaning, String named) throws IOException {
        SluiceException failed = assertThrows(SluiceException.class, () -> accelerator.load(with(LOAD_CODE, code)));
        assertEquals(meaning, failed.code());
        assertTrue(failed.getMessage().contains(named), failed.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "507014, accelerator.run.timeout, ACL_ERROR_RT_AICORE_TIMEOUT",
        "507901, accelerator.device.lost, ACL_ERROR_RT_SOCKET_CLOSE",
        "207001, accelerator.memory.exhausted, ACL_ERROR_RT_MEMORY_ALLOCATION",
        "507015, accelerator.run.failed, ACL_ERROR_RT_AICORE_EXCEPTION"
    })
    void saysWhatEachCodeOfARunMeans(int code, String meaning, String named) throws IOException {
        try (InferenceSession session = accelerator.load(with(RUN_CODE, code)); Binding binding = session.bind()) {
            UnavailableException failed = assertThrows(UnavailableException.class, binding::run);
            assertEquals(meaning, failed.code());
            assertTrue(failed.getMessage().contains(named), failed.getMessage());
        }
    }

    @Test
    void refusesModelsItCannotFeed() throws IOException {
        refused("model.type.unsupported", AscendStandIn.model(Fault.NONE, 11, 4, 1, 0));
        refused("model.invalid", AscendStandIn.model(Fault.NONE, AscendStandIn.FLOAT, -1, 1, 0));
    }

    private void refused(String code, byte[] model) throws IOException {
        Path file = Files.write(Files.createTempFile(folder, "refused", ".om"), model);
        assertEquals(code,
                assertThrows(SluiceException.class, () -> accelerator.load(new FileModel(file, "om", ""))).code());
    }

    /** A sound model but for one field of its header. */
    private FileModel with(int offset, int value) throws IOException {
        byte[] content = AscendStandIn.model(Fault.NONE, 1, 0);
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
        return new FileModel(Files.write(Files.createTempFile(folder, "code", ".om"), content), "om", "");
    }
}
