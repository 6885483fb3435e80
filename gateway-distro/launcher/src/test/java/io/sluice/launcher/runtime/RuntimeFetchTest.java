package io.sluice.launcher.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive of the real one's layout, small, is fetched over links and onto disks that fail. */
class RuntimeFetchTest {

    private static final int CORE = 300_000;

    @TempDir
    private Path data;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final List<Duration> pauses = new ArrayList<>();
    private byte[] core;
    private byte[] jar;
    private PinnedArchive archive;
    private RuntimeFolder folder;
    private ArchiveServer server;

    @BeforeEach
    void archive() throws Exception {
        core = new byte[CORE];
        new Random(7).nextBytes(core);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            entry(zip, "ai/onnxruntime/OnnxRuntime.class", new byte[10]);
            entry(zip, "ai/onnxruntime/native/linux-x64/libonnxruntime.so", core);
            entry(zip, "ai/onnxruntime/native/linux-x64/libonnxruntime_providers_cuda.so", new byte[1000]);
            entry(zip, "ai/onnxruntime/native/win-x64/onnxruntime.dll", new byte[10]);
        }
        jar = bytes.toByteArray();
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
        archive = new PinnedArchive("9.9.9", digest, jar.length, CORE + 1000);
        folder = RuntimeFolder.of(data);
        server = new ArchiveServer(jar);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void theLibrariesOfThisMachineAreTakenFromAFileAndTheFileStays() throws Exception {
        Path file = Files.write(data.resolve("gpu.jar"), jar);
        fetch(file.toString());
        holdsTheRuntime();
        try (var names = Files.list(folder.of(archive))) {
            assertEquals(List.of("libonnxruntime.so", "libonnxruntime_providers_cuda.so", RuntimeFolder.MARKER),
                    names.map(name -> name.getFileName().toString()).sorted().toList());
        }
        assertTrue(Files.exists(file));
    }

    @Test
    void aDownloadLeavesTheRuntimeOnly() throws Exception {
        fetch(server.address());
        holdsTheRuntime();
        assertEquals(List.of("onnxruntime-gpu-9.9.9"), folder.content());
        fetch(server.address());
        assertEquals(1, server.ranges().size(), "what is there is not fetched again");
    }

    @Test
    void aCutDownloadGoesOnWhereItWas() throws Exception {
        server.cut(100_000, 50_000);
        fetch(server.address());
        holdsTheRuntime();
        assertEquals(List.of("", "bytes=100000-", "bytes=150000-"), server.ranges());
        assertEquals(2, pauses.size());
    }

    @Test
    void aServerThatKnowsNoRangesIsAskedForTheWhole() throws Exception {
        server.cut(100_000);
        server.ignoreRanges();
        fetch(server.address());
        holdsTheRuntime();
    }

    @Test
    void aLinkThatStaysDeadIsGivenUpAndALaterCallGoesOn() throws Exception {
        server.cut(120_000, 0, 0, 0, 0, 0);
        String failed = refused(server.address());
        assertTrue(failed.contains("120000 of " + jar.length) && failed.contains("Run the same command again"), failed);
        assertEquals(List.of("onnxruntime-gpu-9.9.9.jar.partial"), folder.content());
        fetch(server.address());
        assertEquals("bytes=120000-", server.ranges().get(server.ranges().size() - 1));
        holdsTheRuntime();
    }

    @Test
    void aFileOfTheRightSizeWithTheWrongContentIsRefusedAndNothingIsKept() throws Exception {
        byte[] other = jar.clone();
        other[jar.length / 2] ^= 1;
        server.serve(other);
        String failed = refused(server.address());
        assertTrue(failed.contains("SHA-256") && failed.contains(archive.sha256()), failed);
        assertEquals(List.of(), folder.content());
        Path file = Files.write(data.resolve("wrong.jar"), other);
        assertTrue(refused(file.toString()).contains("wrong.jar"));
        assertTrue(Files.exists(file), "what was given is not deleted");
    }

    @Test
    void aFileOfAnotherSizeIsRefusedBeforeItIsDownloaded() throws Exception {
        server.serve(new byte[jar.length + 1]);
        String failed = refused(server.address());
        assertTrue(failed.contains(jar.length + 1 + " bytes") && failed.contains("onnxruntime_gpu-9.9.9.jar"), failed);
        assertEquals(List.of(), folder.content());
        server.cut(200_000);
        server.serve(jar);
        server.cut(0, 0, 0, 0, 0);
        refused(server.address());
        server.serve(new byte[1000]);
        assertTrue(refused(server.address()).contains("fewer bytes"));
        assertEquals(List.of(), folder.content());
    }

    @Test
    void theServersRefusalIsTold() {
        server.refuse(403);
        String failed = refused(server.address());
        assertTrue(failed.contains("403") && failed.contains(server.address()), failed);
        assertEquals(List.of(), pauses, "it is not asked again");
    }

    @Test
    void nothingIsBegunWithoutRoomForAllOfIt() {
        String failed = refused(server.address(), path -> archive.bytes());
        assertTrue(failed.contains("MiB are needed"), failed);
        assertEquals(List.of(), server.ranges());
    }

    @Test
    void aDiskThatFillsMeanwhileIsFreedAgain() throws Exception {
        Path disk = Files.createDirectory(data.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=500k", "tmpfs", disk.toString()),
                "skipped: a file system can be mounted by the super-user only");
        try {
            folder = RuntimeFolder.of(disk);
            String failed = refused(server.address());
            assertTrue(failed.contains("No space left on device") && failed.contains("Make room"), failed);
            assertEquals(List.of(), folder.content());
            try (OutputStream ballast = Files.newOutputStream(disk.resolve("ballast"))) {
                ballast.write(new byte[400_000]);
            }
            assertTrue(refused(server.address()).contains("No space left on device"), "also while it downloads");
        } finally {
            assertTrue(run("umount", disk.toString()));
        }
    }

    @Test
    void aRuntimeThatIsNotWholeIsMadeAnew() throws Exception {
        Path file = Files.write(data.resolve("gpu.jar"), jar);
        fetch(file.toString());
        Files.write(folder.of(archive).resolve("libonnxruntime.so"), new byte[1]);
        assertFalse(folder.holds(archive));
        Files.createDirectories(folder.unfinished(archive));
        Files.write(folder.unfinished(archive).resolve("libonnxruntime.so"), new byte[1]);
        fetch(file.toString());
        holdsTheRuntime();
        assertEquals(List.of("onnxruntime-gpu-9.9.9"), folder.content());
    }

    @Test
    void twoDoNotFetchAtOnce() throws Exception {
        Files.createDirectories(folder.root());
        Path file = folder.root().resolve("lock");
        Process other = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp",
                System.getProperty("java.class.path"), Holder.class.getName(), file.toString()).start();
        try {
            assertEquals('k', other.getInputStream().read());
            assertTrue(refused(server.address()).contains("Another process"));
        } finally {
            other.getOutputStream().close();
            other.waitFor();
        }
    }

    /** Another process that holds the lock until its input ends. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            try (FileChannel file = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                System.out.print(lock.isValid() ? "k" : "n");
                System.out.flush();
                System.in.read();
            }
        }
    }

    @Test
    void theCommandTellsAndRemoves() throws Exception {
        Path file = Files.write(data.resolve("gpu.jar"), jar);
        assertEquals(2, command("fetch"));
        assertTrue(text().contains("SLUICE_CUDA_RUNTIME"), text());
        assertEquals(0, command("status"));
        assertTrue(text().contains("onnxruntime_gpu 9.9.9 is not there"), text());
        assertEquals(1, command("fetch", "--from", data.resolve("none.jar").toString()));
        assertTrue(text().contains("There is no file"), text());
        assertEquals(0, command("fetch", "--from", file.toString()));
        Files.createDirectory(folder.root().resolve("onnxruntime-gpu-1.0.0"));
        assertEquals(0, command("status"));
        assertTrue(text().contains("Not used by this version of the gateway: onnxruntime-gpu-1.0.0"), text());
        assertEquals(0, command("remove"));
        assertEquals(List.of(), folder.content());
        assertEquals(2, command("frobnicate"));
        assertEquals(2, command("fetch", "--from"));
        assertEquals(0, command("help"));
    }

    @Test
    void thisGatewaysArchiveIsPinned() {
        PinnedArchive own = PinnedArchive.ofThisGateway();
        assertTrue(own.version().matches("\\d+\\.\\d+\\.\\d+"), own.version());
        assertTrue(own.sha256().matches("[0-9a-f]{64}"), own.sha256());
        assertTrue(own.bytes() > 0 && own.unpacked() > 0);
    }

    private int command(String verb, String... options) {
        List<String> arguments = new ArrayList<>(List.of(verb));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(arguments.contains("--from") && options.length == 1 ? new String[0]
                : new String[] {"--data", data.toString()}));
        told.reset();
        PrintStream out = new PrintStream(told, true);
        return new CudaCommand(archive, out, out, Map.of()).run(arguments);
    }

    private String text() {
        return told.toString();
    }

    private void holdsTheRuntime() throws IOException {
        assertTrue(folder.holds(archive));
        assertArrayEquals(core, Files.readAllBytes(folder.of(archive).resolve("libonnxruntime.so")));
    }

    private void fetch(String source) throws Exception {
        fetcher(path -> Long.MAX_VALUE).fetch(source);
    }

    private String refused(String source) {
        return refused(source, path -> Long.MAX_VALUE);
    }

    private String refused(String source, ToLongFunction<Path> usable) {
        return assertThrows(FetchException.class, () -> fetcher(usable).fetch(source)).getMessage();
    }

    private RuntimeFetch fetcher(ToLongFunction<Path> usable) {
        return new RuntimeFetch(archive, folder, new PrintStream(told, true), pauses::add, usable);
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }
}
