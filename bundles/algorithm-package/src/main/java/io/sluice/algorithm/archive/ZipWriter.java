package io.sluice.algorithm.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes zip files of which each entry's header tells its sizes. Content is packed where that is worth it; what would shrink
 * as far as bombs do is stored, so that readers need not tell one from the other.
 */
final class ZipWriter implements AutoCloseable {

    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final int LEAST_GAIN_PERCENT = 5;

    private final ZipOutputStream out;

    ZipWriter(OutputStream target) {
        out = new ZipOutputStream(new BufferedOutputStream(target, 1 << 16));
    }

    void add(String name, PackageWriter.Content content) throws IOException {
        Sizes sizes = sizes(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        entry.setSize(sizes.plain);
        entry.setCrc(sizes.crc);
        boolean packed = sizes.deflated * 100 < sizes.plain * (100 - LEAST_GAIN_PERCENT)
                && sizes.plain / (PackageLimits.USUAL.ratio() / 2) < sizes.deflated;
        entry.setMethod(packed ? ZipEntry.DEFLATED : ZipEntry.STORED);
        entry.setCompressedSize(packed ? sizes.deflated : sizes.plain);
        out.putNextEntry(entry);
        try (InputStream in = content.open()) {
            in.transferTo(out);
        }
        out.closeEntry();
    }

    private record Sizes(long plain, long deflated, long crc) {}

    private static Sizes sizes(PackageWriter.Content content) throws IOException {
        CRC32 crc = new CRC32();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (InputStream in = new CheckedInputStream(content.open(), crc);
                DeflaterOutputStream packer = new DeflaterOutputStream(OutputStream.nullOutputStream(), deflater)) {
            in.transferTo(packer);
            packer.finish();
            return new Sizes(deflater.getBytesRead(), deflater.getBytesWritten(), crc.getValue());
        } finally {
            deflater.end();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
