package io.sluice.rest;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.AlgorithmStatus;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.api.model.PackageContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store that keeps one package as it came, and what it was asked. */
final class MemoryAlgorithms implements AlgorithmStore {

    static final String SHA256 = "ab".repeat(32);

    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile byte[] content = {};
    volatile Optional<AlgorithmVersion> version = Optional.empty();

    @Override
    public List<AlgorithmVersion> versions() {
        return version.stream().toList();
    }

    @Override
    public AlgorithmVersion add(InputStream in, Activation activation) {
        byte[] bytes = read(in);
        if (bytes.length > 1000) {
            throw new RejectedException("model.package.too_large", "Too large.", "", null);
        }
        if (bytes.length == 3) {
            throw new RejectedException("model.version.exists", "There is another one.", "", null);
        }
        if (bytes.length == 4) {
            throw new UnavailableException("model.store.full", "No room.", "", null);
        }
        calls.add("add " + activation);
        content = bytes;
        version = Optional.of(new AlgorithmVersion(
                "joints", 7, "Joints", "1.0", "detection", AlgorithmStatus.NO_LONGER_VALID, "cd", SHA256, bytes.length,
                Instant.EPOCH, Optional.empty(), Optional.of(Instant.EPOCH), Optional.of("maker"), List.of("fine")));
        return version.get();
    }

    @Override
    public AlgorithmVersion addMade(Path file, List<String> history) {
        throw new UnsupportedOperationException("nothing here makes versions");
    }

    @Override
    public AlgorithmVersion activate(String id, String name) {
        calls.add("activate " + id + " " + name);
        return version.orElseThrow(() -> new NotFoundException("model.version.unknown", "There is none."));
    }

    @Override
    public AlgorithmVersion rollBack(String id) {
        calls.add("rollback " + id);
        return version.orElseThrow(() -> new NotFoundException("model.version.none_before", "There is none."));
    }

    @Override
    public void deactivate(String id) {
        calls.add("deactivate " + id);
    }

    @Override
    public void remove(String id, String name) {
        calls.add("remove " + id + " " + name);
        throw new RejectedException("model.version.active", "It is active.", "", null);
    }

    @Override
    public PackageContent open(String sha256) {
        if (!sha256.equals(SHA256) || version.isEmpty()) {
            throw new NotFoundException("model.package.unknown", "There is no such package.");
        }
        byte[] bytes = content;
        return new PackageContent() {
            @Override
            public long bytes() {
                return bytes.length;
            }

            @Override
            public void write(long from, long count, OutputStream out) throws IOException {
                out.write(bytes, (int) from, (int) count);
            }

            @Override
            public void close() {
                calls.add("closed");
            }
        };
    }

    @Override
    public long received(String sha256) {
        if (!sha256.equals(SHA256)) {
            throw new InvalidInputException("model.package.name", "", "It is no SHA-256.", "");
        }
        return 5;
    }

    @Override
    public Optional<AlgorithmVersion> receive(
            String sha256, long offset, long total, InputStream in, Activation activation) {
        if (offset != received(sha256)) {
            throw new InvalidInputException("model.upload.offset", "Upload-Offset", "Go on at 5.", "");
        }
        int count = read(in).length;
        calls.add("receive " + offset + "+" + count + "/" + total + " " + activation);
        return offset + count == total ? version : Optional.empty();
    }

    private static byte[] read(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }
}
