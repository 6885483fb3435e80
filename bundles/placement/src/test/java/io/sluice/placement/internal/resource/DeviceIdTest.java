package io.sluice.placement.internal.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceIdTest {

    @TempDir
    Path folder;

    @Test
    void drawsOnceAndKeeps() {
        String drawn = DeviceId.of(Optional.empty(), folder.resolve("id"));
        assertTrue(drawn.matches("[1-9]\\d{19}"), drawn);
        assertEquals(drawn, DeviceId.of(Optional.empty(), folder.resolve("id")));
        assertNotEquals(drawn, DeviceId.of(Optional.empty(), folder.resolve("other")));
    }

    @Test
    void takesTheOneThatIsSetWhereItFits() throws IOException {
        Path file = folder.resolve("id");
        assertEquals("34020000001110000001", DeviceId.of(Optional.of("34020000001110000001"), file));
        String drawn = DeviceId.of(Optional.of("too-short"), file);
        assertTrue(drawn.matches("\\d{20}"), drawn);
        Files.writeString(file, "damaged");
        assertTrue(DeviceId.of(Optional.empty(), file).matches("\\d{20}"));
    }
}
