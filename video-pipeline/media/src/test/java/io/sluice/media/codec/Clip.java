package io.sluice.media.codec;

import io.sluice.api.stream.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A test clip and what ffprobe says of its packets. Made by libx264 and libx265, 50 pictures at 25 a second. */
record Clip(Codec codec, List<ByteBuffer> nals, List<Packet> packets) {

    record Packet(long presentationTime, long decodeTime, int size, boolean key) {}

    static Clip load(String name) {
        byte[] stream = resource(name);
        String table = new String(resource(name + ".packets"), StandardCharsets.US_ASCII);
        Codec codec = name.endsWith("264") ? Codec.H264 : Codec.H265;
        return new Clip(codec, AnnexB.split(ByteBuffer.wrap(stream)), table.lines().map(Clip::packet).toList());
    }

    List<CodedPicture> pictures() {
        return PictureAssembler.split(codec, nals);
    }

    /** Those of the first picture. */
    List<ByteBuffer> parameterSets() {
        return pictures().get(0).parameterSets();
    }

    static byte[] resource(String name) {
        try (InputStream in = Clip.class.getResourceAsStream("/clips/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Packet packet(String line) {
        String[] cell = line.split(",");
        return new Packet(
                Long.parseLong(cell[0]), Long.parseLong(cell[1]), Integer.parseInt(cell[2]), cell[3].startsWith("K"));
    }
}
