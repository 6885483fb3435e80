package io.sluice.runner.features.internal.library;

/**
 * How a library is.
 *
 * @param removed entries whose room is not given back yet
 * @param bytes on the disk
 * @param segments that a search looks through one by one
 */
public record LibraryInfo(LibrarySpec spec, long entries, long removed, long bytes, int segments, boolean compacting) {}
