package io.sluice.accel.nativelib.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Compiles the stand-in of a vendor's library: C code with the vendor's functions and structures, for chips that cannot be
 * where tests run.
 */
public final class StandIn {

    private StandIn() {}

    /**
     * @param source the C file
     * @param library the file to make
     * @param options for the compiler, such as {@code -DWITHOUT_RUN}
     */
    public static Path compile(Path source, Path library, String... options) throws IOException, InterruptedException {
        Assumptions.assumeTrue(compilerThere(), "skipped: there is no C compiler (cc) to make the stand-in with");
        List<String> command = new ArrayList<>(List.of("cc", "-std=gnu11", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra",
                "-Werror", "-pthread", "-o", library.toString(), source.toString()));
        command.addAll(List.of(options));
        Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(compiler.getInputStream().readAllBytes());
        if (compiler.waitFor() != 0) {
            throw new AssertionError("the stand-in " + source + " does not compile:\n" + output);
        }
        return library;
    }

    private static boolean compilerThere() {
        for (String folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, "cc"))) {
                return true;
            }
        }
        return false;
    }
}
