package io.sluice.models.internal.store;

import io.sluice.algorithm.VariantEntry;
import io.sluice.algorithm.archive.PackageFile;
import io.sluice.algorithm.seal.SealedFile;
import io.sluice.api.error.RejectedException;
import io.sluice.onnx.OnnxCheck;
import io.sluice.onnx.OnnxException;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.OnnxNormaliser;
import io.sluice.support.model.NativeMemory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The content of a model as it is kept: ONNX in the form that runs fastest, with a batch that can be any, all
 * else as it came. In native memory, wiped.
 */
final class Normalised implements AutoCloseable {

    private final NativeMemory memory;
    private final String sha256;

    private Normalised(NativeMemory memory) {
        this.memory = memory;
        this.sha256 = digest(memory.bytes());
    }

    /** @throws RejectedException when it is no sound model */
    static Normalised read(PackageFile file, VariantEntry variant) throws IOException {
        NativeMemory plain = content(file, variant.file());
        if (!variant.format().equals("onnx")) {
            return new Normalised(plain);
        }
        try {
            OnnxModel model = OnnxModel.parse(plain.bytes());
            OnnxCheck.check(model);
            if (!OnnxNormaliser.normaliseForAnyBatch(model)) {
                return new Normalised(plain);
            }
            NativeMemory better = NativeMemory.allocate(model.encodedSize());
            model.writeTo(better.view());
            better.view().flip();
            wipe(plain);
            return new Normalised(better);
        } catch (OnnxException error) {
            wipe(plain);
            throw new RejectedException(
                    "package.model.malformed", "The model '" + variant.file() + "' cannot be used: " + error.getMessage()
                            + ".", "Export the model again.", error);
        }
    }

    ByteBuffer bytes() {
        return memory.bytes();
    }

    String sha256() {
        return sha256;
    }

    @Override
    public void close() {
        wipe(memory);
    }

    private static NativeMemory content(PackageFile file, String name) throws IOException {
        NativeMemory memory = NativeMemory.allocate(file.size(name));
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = file.read(name)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                memory.view().put(buffer, 0, count);
            }
            memory.view().flip();
            return memory;
        } catch (IOException | RuntimeException error) {
            wipe(memory);
            throw error;
        }
    }

    private static void wipe(NativeMemory memory) {
        SealedFile.wipe(memory.view().clear());
        memory.close();
    }

    private static String digest(ByteBuffer content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(content);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
