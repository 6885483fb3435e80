package io.sluice.broker.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A device by {@code openssl s_client}, which is foreign to ours: bytes in hexadecimal go in and come out. */
final class PskPeer implements AutoCloseable {

    private final Process process;
    private final Path log;

    /** @param version options of openssl for the protocol and the suite */
    PskPeer(int port, String identity, String key, String version) throws IOException {
        log = Files.createTempFile("psk", ".log");
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-quiet", "-connect", "127.0.0.1:" + port,
                "-psk_identity", identity, "-psk", key));
        command.addAll(List.of(version.split(" ")));
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    }

    void send(String hex) throws IOException {
        process.getOutputStream().write(HexFormat.of().parseHex(hex));
        process.getOutputStream().flush();
    }

    /** Fewer when the other end hung up. */
    String read(int bytes) throws IOException {
        return HexFormat.of().formatHex(process.getInputStream().readNBytes(bytes));
    }

    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("it is still connected");
        }
    }

    /** What the other end gave as the reason, in openssl's words. */
    String alert() throws IOException {
        return Files.readString(log).lines()
                .filter(line -> line.contains("alert"))
                .map(line -> line.replaceAll(".*(tlsv1|sslv3|ssl/tls) alert ([a-z ]*).*", "alert $2"))
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly().waitFor();
        Files.delete(log);
    }
}
