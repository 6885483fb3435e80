package io.sluice.models.internal.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

class StallGuardTest {

    @Test
    void endsAReadFromALinkThatIsSilent() throws Exception {
        ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket silent = server.accept();
                InputStream guarded = new StallGuard(client.getInputStream(), watchdog, Duration.ofMillis(40))) {
            silent.getOutputStream().write(7);
            byte[] one = new byte[1];
            assertEquals(1, guarded.read(one, 0, 1));
            assertEquals(7, one[0]);
            assertThrows(IOException.class, () -> guarded.read(one, 0, 1));
        } finally {
            watchdog.shutdownNow();
        }
    }
}
