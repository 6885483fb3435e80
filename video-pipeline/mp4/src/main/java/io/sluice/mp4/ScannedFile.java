package io.sluice.mp4;

import io.sluice.api.stream.StreamFormat;
import java.util.List;

/**
 * What a fragmented file holds, up to its last complete fragment.
 *
 * @param format of its track
 * @param initBytes {@code ftyp} and {@code moov} at its beginning
 * @param fragments the complete ones, in order
 * @param fileBytes size of the file, with what follows the last complete fragment
 */
public record ScannedFile(StreamFormat format, long initBytes, List<ScannedFragment> fragments, long fileBytes) {

    public ScannedFile {
        fragments = List.copyOf(fragments);
    }

    /** Bytes up to the end of the last complete fragment. */
    public long completeBytes() {
        return fragments.isEmpty() ? initBytes : fragments.get(fragments.size() - 1).endOffset();
    }

    /** Whether nothing follows the last complete fragment. */
    public boolean whole() {
        return completeBytes() == fileBytes;
    }
}
