package io.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void furtherFeaturesAreAddedOnce() throws Exception {
        Options options = Options.parse(List.of("--features", "a,b", "--feature", "b", "--feature", "c"));
        assertEquals(List.of("a", "b", "c"), options.features());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--port x", "--port 70000", "--nonsense 1", "--feature ../x", "stray"})
    void aWrongCommandLineIsToldWithTheUsage(String line) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(told, true);
        assertEquals(2, Main.run(List.of(line.split(" ")), out, out));
        assertTrue(told.toString().contains("Usage: sluice-gateway"), told.toString());
    }

    @Test
    void helpIsNoFault() {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        assertEquals(0, Main.run(List.of("--help"), new PrintStream(told, true), System.err));
        assertEquals(Options.USAGE, told.toString());
    }
}
