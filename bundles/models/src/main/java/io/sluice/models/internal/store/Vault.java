package io.sluice.models.internal.store;

import io.sluice.algorithm.seal.Cipher;
import io.sluice.algorithm.seal.Secret;
import io.sluice.algorithm.seal.SealedFile;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.ModelData;
import io.sluice.api.model.PackageContent;
import io.sluice.support.model.NativeMemory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Encrypts what lies in the store, each file with a key of its own, derived from the gateway's key and what the file is: one put
 * in another's place does not open. Plain content is in native memory only, which is wiped. Thread-safe.
 */
final class Vault {

    private final StoreFolder folder;
    private final Keys keys;
    private final Cipher cipher;

    Vault(StoreFolder folder, Keys keys, Cipher cipher) {
        this.folder = folder;
        this.keys = keys;
        this.cipher = cipher;
    }

    /** Keeps the content of a model, if it is not kept already. */
    void sealModel(ByteBuffer plain, String sha256) throws IOException {
        Path file = folder.model(sha256);
        if (!Files.exists(file)) {
            seal(new ByteBufferStream(plain.duplicate()), plain.remaining(), file, modelPurpose(sha256));
        }
    }

    /** Plain content of a model, wiped when closed. */
    ModelData.Content openModel(String name, String sha256) {
        Path file = folder.model(sha256);
        try {
            return open(file, modelPurpose(sha256));
        } catch (NoSuchFileException missing) {
            throw new RejectedException(
                    "model.version.damaged", "The stored content of '" + name + "' is missing: " + file + ".",
                    "Delete the version and import its package again.", missing);
        } catch (IOException error) {
            throw StoreFaults.of(error);
        }
    }

    /** Keeps a package, in segments that can be opened one by one. */
    void sealPackage(Path plain, String sha256) throws IOException {
        SealedSegments.seal(this, plain, folder.packageFile(sha256), packagePurpose(sha256));
    }

    PackageContent openPackage(String sha256, long bytes) {
        Path segments = folder.packageFile(sha256);
        if (!Files.isDirectory(segments)) {
            throw new NotFoundException("model.package.unknown", "There is no package " + sha256 + ".");
        }
        return new SealedSegments(this, segments, packagePurpose(sha256), bytes);
    }

    void seal(InputStream plain, long length, Path file, String purpose) throws IOException {
        Path aside = Durable.aside(file);
        try (Secret secret = Secret.own(keys.forWriting().derive(purpose))) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 17)) {
                SealedFile.seal(plain, length, out, cipher, secret);
            }
            Durable.publish(aside, file);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    Unsealed open(Path file, String purpose) throws IOException {
        GatewayKey key = keys.current().orElseThrow(() ->
                new RejectedException(Keys.LOST, keys.lostMessage(), Keys.LOST_REMEDY, null));
        NativeMemory memory = NativeMemory.allocate(SealedFile.length(file));
        try (Secret secret = Secret.own(key.derive(purpose))) {
            SealedFile.open(file, secret, memory.view());
            memory.view().flip();
            return new Unsealed(memory);
        } catch (IOException | RuntimeException error) {
            memory.close();
            throw error;
        }
    }

    private static String modelPurpose(String sha256) {
        return "model/" + sha256;
    }

    private static String packagePurpose(String sha256) {
        return "package/" + sha256;
    }

    /** Plain content that nobody finds in the memory afterwards. */
    static final class Unsealed implements ModelData.Content {

        private final NativeMemory memory;
        private boolean closed;

        Unsealed(NativeMemory memory) {
            this.memory = memory;
        }

        @Override
        public ByteBuffer bytes() {
            return memory.bytes();
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                SealedFile.wipe(memory.view().clear());
                memory.close();
            }
        }
    }
}
