package io.sluice.bench;

import io.sluice.api.stream.Codec;
import io.sluice.media.codec.AnnexB;
import io.sluice.media.codec.CodedPicture;
import io.sluice.media.codec.LengthPrefixed;
import io.sluice.media.codec.PictureAssembler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/** Test clips, and the ffmpeg program of the very library the gateway uses. */
public final class Clips {

    private Clips() {}

    /** The command-line program from the library's own jar: the peer of several benchmarks. */
    public static String ffmpeg() {
        return Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
    }

    /** A moving 1080p picture, 30 frames a second, about 4 Mb/s, a key frame each second, as an Annex B stream. */
    public static Path fullHd(Path folder, int seconds) throws IOException, InterruptedException {
        Path clip = folder.resolve("1080p-" + seconds + "s.h264");
        if (!Files.exists(clip)) {
            run("-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=30", "-t", Integer.toString(seconds),
                    "-pix_fmt", "yuv420p", "-c:v", "libopenh264", "-b:v", "4M", "-g", "30", "-f", "h264", clip.toString());
        }
        return clip;
    }

    /** Digests of the access units of a file as any demuxer of the library sees them. */
    public static List<String> digests(Path file) throws IOException, InterruptedException {
        Path digests = Files.createTempFile("sluice-bench", ".framemd5");
        try {
            run("-i", file.toString(), "-map", "0:v", "-c", "copy", "-f", "framemd5", digests.toString());
            return Files.readAllLines(digests).stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                    .toList();
        } finally {
            Files.delete(digests);
        }
    }

    /** Digests of the access units of an Annex B clip, as they lie in a recording: with lengths, without parameter sets. */
    public static List<String> unitDigests(Path clip) throws IOException {
        MessageDigest md5 = md5();
        List<String> digests = new ArrayList<>();
        List<ByteBuffer> nals = AnnexB.split(ByteBuffer.wrap(Files.readAllBytes(clip)));
        for (CodedPicture picture : PictureAssembler.split(Codec.H264, nals)) {
            ByteBuffer unit = ByteBuffer.allocate(LengthPrefixed.size(picture.nals()));
            LengthPrefixed.write(picture.nals(), unit);
            digests.add(HexFormat.of().formatHex(md5.digest(unit.array())));
        }
        return digests;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /** Runs the program quietly and fails with what it said. */
    public static void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ffmpeg(), "-y", "-nostdin", "-v", "error"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
    }
}
