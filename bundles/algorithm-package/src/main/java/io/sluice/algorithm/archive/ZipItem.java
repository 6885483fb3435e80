package io.sluice.algorithm.archive;

/**
 * One entry as the central directory tells of it.
 *
 * @param header offset of its local header
 * @param data offset of its data; 0 until the local header was read
 */
record ZipItem(
        String name, int flags, int method, long crc, long compressed, long size, long header, long data) {

    static final int STORED = 0;
    static final int DEFLATED = 8;
    /** Sizes and checksum follow the data. */
    static final int DESCRIPTOR = 1 << 3;

    boolean folder() {
        return name.endsWith("/");
    }

    boolean described() {
        return (flags & DESCRIPTOR) != 0;
    }

    ZipItem at(long offset) {
        return new ZipItem(name, flags, method, crc, compressed, size, header, offset);
    }
}
