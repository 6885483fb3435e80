package io.sluice.models.internal.store;

import io.sluice.algorithm.archive.PackageFile;
import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Values of a tensor in a package: bare float32 in little-endian order, or NumPy's format (NEP 1) of the same. */
final class FloatFile {

    private static final int MOST_BYTES = 64 << 20;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int NPY_HEAD = 10;

    private FloatFile() {}

    static boolean isOne(String name) {
        return name.endsWith(".bin") || name.endsWith(".npy");
    }

    static float[] read(PackageFile file, String name) throws IOException {
        byte[] content = file.bytes(name, MOST_BYTES);
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (name.endsWith(".npy")) {
            skipHeader(name, bytes);
        }
        if (bytes.remaining() % Float.BYTES != 0) {
            throw malformed(name, "its length is no multiple of " + Float.BYTES);
        }
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private static void skipHeader(String name, ByteBuffer bytes) {
        byte[] magic = new byte[MAGIC.length];
        if (bytes.remaining() < NPY_HEAD) {
            throw malformed(name, "it is cut off");
        }
        bytes.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw malformed(name, "it is no file of NumPy");
        }
        int version = bytes.get();
        bytes.get();
        long length = version == 1 ? Short.toUnsignedInt(bytes.getShort()) : Integer.toUnsignedLong(bytes.getInt());
        if (length > bytes.remaining()) {
            throw malformed(name, "it is cut off");
        }
        byte[] header = new byte[(int) length];
        bytes.get(header);
        String text = new String(header, StandardCharsets.ISO_8859_1).replace(" ", "");
        if (!text.contains("'descr':'<f4'") || !text.contains("'fortran_order':False")) {
            throw malformed(name, "it does not hold float32 in C order");
        }
    }

    private static RejectedException malformed(String name, String reason) {
        return new RejectedException(
                "model.test.malformed", "The tensor '" + name + "' cannot be read: " + reason + ".",
                "Save it as float32, in little-endian C order.", null);
    }
}
