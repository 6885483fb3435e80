package io.sluice.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one script, as somebody at a shell uses it. */
class ScriptIT {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private record Answer(int code, String out, String err) {}

    @Test
    void helpNamesEveryVerb() throws Exception {
        Answer help = sluice("help");
        assertEquals(0, help.code());
        assertEquals("", help.err());
        for (String verb : List.of("run", "test", "bench", "package", "algorithm", "cuda", "clean", "help")) {
            assertTrue(help.out().contains("\n  " + verb), verb);
        }
    }

    @Test
    void anUnknownVerbPrintsHelpAsAnError() throws Exception {
        Answer unknown = sluice("frobnicate");
        assertEquals(2, unknown.code());
        assertEquals("", unknown.out());
        assertTrue(unknown.err().contains("frobnicate") && unknown.err().contains("Usage:"), unknown.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--port", "--port x", "--frobnicate", "--camera http://h/x", "--camera rtsp://", "--model m",
        "--camera rtsp://h/x --model m;n"})
    void aWrongOptionOfRunIsRefusedBeforeAnythingIsBuilt(String options) throws Exception {
        List<String> command = new ArrayList<>(List.of("run"));
        command.addAll(List.of(options.split(" ")));
        Answer refused = sluice(command.toArray(String[]::new));
        assertEquals(2, refused.code(), refused.err());
        assertTrue(refused.err().startsWith("sluice: "), refused.err());
    }

    @Test
    void camerasBecomeFilesThatOnlyTheirOwnerReadsAndPasswordsAreNotPrinted() throws Exception {
        Answer written = shell("root=%s; . $root/gateway-distro/archive/src/main/sh/run.sh; data=%s; "
                .formatted(ROOT, folder)
                + "fail() { exit 9; }; "
                + "take_options --camera 'rtsp://bob:it'\\''s%40secret@192.0.2.7:554/x' --model people"
                + " --camera rtsp://Gate.local/y"
                + " --camera rtsp://192.0.2.7/other; each_camera write_camera; each_camera write_camera");
        assertEquals(0, written.code(), written.err());
        Path first = folder.resolve("etc/cameras/192-0-2-7.yaml");
        assertEquals("""
                source:
                  driver: rtsp
                  settings:
                    url: 'rtsp://bob:it''s%40secret@192.0.2.7:554/x'
                analyses:
                  - model: 'people'
                """, Files.readString(first));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(first)));
        assertTrue(Files.exists(folder.resolve("etc/cameras/gate-local.yaml")));
        assertTrue(Files.readString(folder.resolve("etc/cameras/192-0-2-7-2.yaml")).contains("rtsp://192.0.2.7/other"));
        try (var files = Files.list(folder.resolve("etc/cameras"))) {
            assertEquals(3, files.count(), "the same camera given again is the same file");
        }
        assertFalse((written.out() + written.err()).contains("secret"), written.out() + written.err());
    }

    @Test
    void theStartScriptTellsItsOptionsAndRefusesOthers() throws Exception {
        String program = System.getProperty("sluice.distribution") + "/bin/sluice-gateway";
        assertEquals(0, run(program, "--help").code());
        Answer wrong = run(program, "--frobnicate");
        assertEquals(2, wrong.code());
        assertTrue(wrong.err().contains("--data"), wrong.err());
    }

    private Answer sluice(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("sluice").toString()));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private Answer shell(String script) throws IOException, InterruptedException {
        return run("/bin/sh", "-euc", script);
    }

    private Answer run(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends");
        return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
