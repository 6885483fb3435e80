package io.sluice.accel.nativelib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Library;
import io.sluice.accel.nativelib.testing.StandIn;
import io.sluice.api.error.UnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VendorLibraryTest {

    @TempDir
    Path folder;

    /** As a vendor's header would say. */
    public interface Vendor extends Library {
        int answer();

        int question();
    }

    @Test
    void callsWhatIsThere() throws Exception {
        Path library = compile("int answer(void) { return 42; } int question(void) { return 6 * 9; }");
        Vendor vendor = VendorLibrary.load(library.toString(), Vendor.class);
        assertEquals(42, vendor.answer());
        assertEquals(54, vendor.question());
    }

    @Test
    void saysThatALibraryIsMissing() {
        UnavailableException missing = assertThrows(UnavailableException.class,
                () -> VendorLibrary.load("nobody-has-this-library", Vendor.class));
        assertEquals("accelerator.library.missing", missing.code());
        assertTrue(missing.getMessage().contains("nobody-has-this-library"), missing.getMessage());
        assertTrue(missing.getMessage().contains("cannot open shared object file"), missing.getMessage());
    }

    @Test
    void saysThatAFileIsNoLibrary() throws Exception {
        Path text = Files.writeString(folder.resolve("libtext.so"), "not a library");
        UnavailableException broken = assertThrows(UnavailableException.class,
                () -> VendorLibrary.load(text.toString(), Vendor.class));
        assertEquals("accelerator.library.missing", broken.code());
    }

    @Test
    void namesTheFunctionThatAnOldLibraryLacks() throws Exception {
        Path library = compile("int answer(void) { return 42; }");
        UnavailableException old = assertThrows(UnavailableException.class,
                () -> VendorLibrary.load(library.toString(), Vendor.class));
        assertEquals("accelerator.library.unfit", old.code());
        assertTrue(old.getMessage().contains("question"), old.getMessage());
    }

    private Path compile(String code) throws Exception {
        Path source = Files.writeString(folder.resolve("vendor.c"), code);
        return StandIn.compile(source, folder.resolve("libvendor.so"));
    }
}
