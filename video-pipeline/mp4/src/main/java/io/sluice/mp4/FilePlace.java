package io.sluice.mp4;

import java.util.Optional;

/**
 * Where in a recording a fragment comes to stand.
 *
 * @param run number of the stretch without gap that it belongs to, as the writer counts
 * @param offset of its first byte in the file
 * @param block the fragment is filled up so that it ends at a multiple of this many bytes; 1 for no filling
 */
public record FilePlace(long run, long offset, int block) {

    public FilePlace {
        if (block < 1) {
            throw new IllegalArgumentException("a block has at least one byte, not " + block);
        }
    }

    static int padding(Optional<FilePlace> place, long bytes) {
        return place.map(known -> (int) Math.floorMod(-(known.offset + bytes), (long) known.block)).orElse(0);
    }
}
