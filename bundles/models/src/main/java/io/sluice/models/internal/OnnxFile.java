package io.sluice.models.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * What can be told of an ONNX file without running it: that the outermost message of its protobuf encoding is a
 * {@code ModelProto} (onnx.proto3) with a graph, and complete. Reads a few bytes, however large the file.
 */
final class OnnxFile {

    private static final int IR_VERSION = 1;
    private static final int GRAPH = 7;
    private static final int LAST_FIELD = 26;
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final long MOST_BYTES = Integer.MAX_VALUE;
    private static final int LONGEST_VARINT = 10;

    private OnnxFile() {}

    static void check(Path file) throws IOException, ModelFault {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() == 0) {
                throw malformed(file, "it is empty");
            }
            if (channel.size() > MOST_BYTES) {
                throw malformed(file, "it has more than 2 GiB, which protobuf does not allow");
            }
            walk(file, channel);
        }
    }

    /** Digest of the content in lower-case hexadecimal. */
    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return sha256(in);
        }
    }

    static String sha256(InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static void walk(Path file, FileChannel channel) throws IOException, ModelFault {
        boolean version = false;
        boolean graph = false;
        long size = channel.size();
        ByteBuffer head = ByteBuffer.allocate(2 * LONGEST_VARINT);
        for (long at = 0; at < size; ) {
            head.clear();
            channel.read(head, at);
            head.flip();
            long tag = varint(file, head);
            int wire = (int) (tag & 7);
            long field = tag >>> 3;
            if (field < 1 || field > LAST_FIELD || wire != VARINT && wire != LENGTH_DELIMITED) {
                throw malformed(file, "it is not an ONNX model (byte " + at + ")");
            }
            long value = varint(file, head);
            at += head.position();
            if (wire == LENGTH_DELIMITED) {
                if (value < 0 || value > size - at) {
                    throw malformed(file, "it is cut off or damaged (byte " + at + ")");
                }
                at += value;
            }
            version |= field == IR_VERSION && wire == VARINT;
            graph |= field == GRAPH && wire == LENGTH_DELIMITED && value > 0;
        }
        if (!version || !graph) {
            throw malformed(file, "it has no " + (graph ? "format version" : "graph"));
        }
    }

    private static long varint(Path file, ByteBuffer bytes) throws ModelFault {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!bytes.hasRemaining()) {
                throw malformed(file, "it is cut off");
            }
            byte next = bytes.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed(file, "it is not an ONNX model");
    }

    private static ModelFault malformed(Path file, String reason) {
        String name = file.getFileName().toString();
        return new ModelFault(
                "model.file.malformed", "The file '" + name + "' cannot be used: " + reason + ".",
                "Copy the model again, or export it as ONNX.", Map.of("file", name, "reason", reason));
    }
}
