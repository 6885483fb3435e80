package io.sluice.accel.contained.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.support.testing.TestFramework;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is killed leaves no driver and no file behind. */
class OrphanIT {

    @TempDir
    private Path folder;

    /** A gateway: a driver that is idle, or hangs in its library; prints what it has, and waits to be killed. */
    static final class Gateway {

        private Gateway() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            Contained contained = new Contained(
                    Contained.settings(StandIn.NAME, "-Dstandin.library=" + StandIn.library(folder)),
                    Contained.launch(StandIn.bundle(folder)));
            InferenceSession session = contained.accelerator().load(Contained.model("m"));
            Binding binding = session.bind();
            binding.input(0).putFloat(0, Float.parseFloat(arguments[1]));
            Child child = contained.supervisor().child().orElseThrow();
            System.out.println("gateway " + child.pid() + " " + child.work() + " " + child.shared());
            binding.run();
            Thread.currentThread().join();
        }
    }

    @Test
    void anIdleDriverEndsWithItsGateway() throws Exception {
        killGatewayWith("1");
    }

    @Test
    void aDriverThatHangsEndsWithItsGateway() throws Exception {
        killGatewayWith("-2");
    }

    private void killGatewayWith(String input) throws Exception {
        Process gateway = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dbundle=" + System.getProperty("bundle"), "-Djava.io.tmpdir=" + folder, "-cp",
                System.getProperty("java.class.path"), Gateway.class.getName(), folder.toString(), input)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(gateway.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null && !line.startsWith("gateway ")) {
                line = out.readLine();
            }
            String[] has = String.valueOf(line).split(" ");
            assertEquals(4, has.length, String.valueOf(line));
            long pid = Long.parseLong(has[1]);
            assertTrue(ProcessHandle.of(pid).isPresent());
            if (input.equals("-2")) {
                TestFramework.await("in the library", () -> Stacks.inLibrary(pid));
            }
            gateway.destroyForcibly().waitFor();
            TestFramework.await("the driver's end", () -> ProcessHandle.of(pid).isEmpty());
            assertTrue(Files.notExists(Path.of(has[2])), "folder of work");
            assertTrue(Files.notExists(Path.of(has[3])), "folder of memory");
        } finally {
            gateway.destroyForcibly();
        }
    }

    @Test
    void whatBothLeftBehindIsSweptAtTheNextStart() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path dead = Files.createDirectories(temporary.resolve("sluice-contained-999999999-1/tmp")).getParent();
        Path own = Files.createDirectories(temporary.resolve("sluice-contained-" + ProcessHandle.current().pid() + "-1"));
        Child.sweep();
        assertTrue(Files.notExists(dead));
        assertTrue(Files.deleteIfExists(own), "that of a living gateway stays");
    }
}
