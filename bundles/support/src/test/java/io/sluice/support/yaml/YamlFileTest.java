package io.sluice.support.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {

    @TempDir
    Path folder;

    @Test
    void keepsTheDigitsOfAVersion() {
        assertEquals("1.10", YamlFile.parse("version: 1.10\n").get("version").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "a: [1",
        "a: 1\na: 2\n",
        "a: 1\n---\nb: 2\n",
        "a: &x [1, 2]\nb: *x\n",
        "a: *x\n",
        "\tb: 1",
        "@x",
        "a: \"\\q\"",
    })
    void refusesWhatIsNoPlainDocument(String text) {
        String message = assertThrows(InvalidInputException.class, () -> YamlFile.parse(text)).getMessage();
        assertTrue(message.contains("line"), message);
    }

    @Test
    void refusesDeepNesting() {
        assertThrows(InvalidInputException.class, () -> YamlFile.parse("[".repeat(5000) + "]".repeat(5000)));
    }

    @Test
    void refusesLargeFilesAndOtherEncodings() throws IOException {
        Path large = Files.writeString(folder.resolve("large.yaml"), "a: " + "x".repeat(100));
        assertThrows(InvalidInputException.class, () -> YamlFile.read(large, 50));
        assertEquals(100, YamlFile.read(large, 103).get("a").asText().length());
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe4});
        assertThrows(InvalidInputException.class, () -> YamlFile.read(latin, 50));
    }
}
