package io.sluice.accel.epplugin.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.epplugin.internal.EpStandIn.Fault;
import io.sluice.accel.nativelib.HostedAccelerator;
import io.sluice.accel.nativelib.testing.StandIn;
import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Libraries that are not what a configuration says, and configurations that cannot be. */
class EpLibraryTest {

    @TempDir
    static Path libraries;

    @TempDir
    Path folder;

    private static EpStandIn standIn;
    private static EpStandIn other;

    @BeforeAll
    static void compile() throws Exception {
        standIn = EpStandIn.compile(libraries.resolve("libep_one.so"), "StandInEP");
        other = EpStandIn.compile(libraries.resolve("libep_other.so"), "OtherEP");
    }

    @AfterEach
    void nothingIsRegistered() {
        standIn.fails(Fault.NONE);
        assertEquals(0, standIn.control().standin_factories());
        assertEquals(0, other.control().standin_factories());
    }

    @Test
    void aMissingLibraryIsNamedWithWhatToDo() {
        UnavailableException failed = failure(Settings.of(folder.resolve("none.so")));
        assertEquals("accelerator.library.missing", failed.code());
        assertTrue(failed.getMessage().contains("none.so") && failed.remedy().contains("path"), failed.getMessage());
        assertEquals("accelerator.library.missing", failure(Settings.of(folder)).code());
    }

    @Test
    void whatIsNoLibraryIsNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text.so"), "This is no library.");
        UnavailableException failed = failure(Settings.of(text));
        assertEquals("accelerator.library.missing", failed.code());
        assertTrue(failed.getMessage().contains("text.so"), failed.getMessage());
    }

    @Test
    void aForeignLibraryIsToldFromAProvider() throws Exception {
        Path source = Files.writeString(folder.resolve("foreign.c"), "int foreign(void) { return 1; }\n");
        Path foreign = StandIn.compile(source, folder.resolve("foreign.so"));
        UnavailableException failed = failure(Settings.of(foreign));
        assertEquals("accelerator.library.unfit", failed.code());
        assertTrue(failed.getMessage().contains("CreateEpFactories"), failed.getMessage());
    }

    @Test
    void aWrongNameOfAProviderIsAnsweredWithThoseThatThereAre() {
        UnavailableException failed = failure(Settings.of(standIn.library()).with("provider", "QNNExecutionProvider"));
        assertEquals("accelerator.provider.missing", failed.code());
        assertTrue(failed.getMessage().contains("'QNNExecutionProvider', but StandInEP"), failed.getMessage());
        new EpDriver(Settings.of(standIn.library()).with("provider", "StandInEP").checked()).close();
    }

    @Test
    void aLibraryThatFindsNoDeviceIsLookedAtAnew() {
        standIn.fails(Fault.NO_DEVICE);
        assertEquals("accelerator.device.missing", failure(Settings.of(standIn.library())).code());
        standIn.fails(Fault.NONE);
        EpDriver driver = new EpDriver(Settings.of(standIn.library()).checked());
        assertEquals(Set.of("npu-0"), driver.present());
        driver.close();
    }

    @Test
    void twoConfigurationsCannotHaveOneLibrary() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("same.so"), standIn.library());
        EpDriver first = new EpDriver(Settings.of(standIn.library()).checked());
        UnavailableException failed = failure(Settings.of(link).with("name", "second"));
        assertEquals("accelerator.library.claimed", failed.code());
        assertTrue(failed.getMessage().contains("'npu'"), failed.getMessage());
        assertFalse(failed.remedy().isEmpty());
        assertEquals(1, standIn.control().standin_factories());
        first.close();
        new EpDriver(Settings.of(link).with("name", "second").checked()).close();
    }

    @Test
    void twoLibrariesOfOneDeviceTellTheSameLocation() {
        EpDriver one = new EpDriver(Settings.of(standIn.library()).with("location", "pci:0000:01:00.0").checked());
        EpDriver two = new EpDriver(
                Settings.of(other.library()).with("name", "two").with("location", "pci:0000:01:00.0").checked());
        try (HostedAccelerator first = one.open("npu-0"); HostedAccelerator second = two.open("two-0")) {
            assertEquals(first.info().location(), second.info().location());
            assertTrue(second.info().driver().contains("OtherEP 1.2.3"), second.info().driver());
        }
        one.close();
        two.close();
    }

    @ParameterizedTest
    @CsvSource({"name, ''", "name, NPU 1", "library, relative.so", "kind, quantum"})
    void aSettingThatCannotBeIsNamed(String setting, String value) {
        UnavailableException wrong = failure(Settings.of(standIn.library()).with(setting, value));
        assertEquals("accelerator.settings.wrong", wrong.code());
        assertTrue(wrong.getMessage().contains(setting + " '" + value + "'"), wrong.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"operations, int9=6", "operations, int8=many", "operations, int8=-1", "operations, int8=NaN", "operations, int8",
            "options, core", "options, =1"})
    void aPairThatCannotBeIsNamed(String setting, String value) {
        UnavailableException wrong = failure(Settings.of(standIn.library()).with(setting, new String[] {value}));
        assertEquals("accelerator.settings.wrong", wrong.code());
        assertTrue(wrong.getMessage().contains("'" + value + "'"), wrong.getMessage());
    }

    private static UnavailableException failure(Settings settings) {
        return assertThrows(UnavailableException.class, () -> new EpDriver(settings.checked()).close());
    }
}
