package io.sluice.algorithm.archive;

/**
 * What a package may cost its reader.
 *
 * @param fileBytes of the package; at most 4 GiB - 1, since the newer zip format for larger ones is not read
 * @param entries in it
 * @param entryBytes of one entry, uncompressed
 * @param totalBytes of all entries, uncompressed
 * @param ratio of uncompressed to compressed bytes of an entry of more than {@link #HARMLESS_BYTES}; zeroes reach 1032
 */
public record PackageLimits(long fileBytes, int entries, long entryBytes, long totalBytes, int ratio) {

    /** So much may grow from nothing: a test vector is all zeroes more often than not. */
    static final long HARMLESS_BYTES = 16 << 20;

    /** Room for the models of an edge gateway. */
    public static final PackageLimits USUAL = new PackageLimits(2L << 30, 2000, 2L << 30, 4L << 30, 200);
}
