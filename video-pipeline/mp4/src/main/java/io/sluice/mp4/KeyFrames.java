package io.sluice.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Reads single pictures out of a fragmented file, for who wants some of them and not the film. */
public final class KeyFrames {

    private KeyFrames() {}

    /**
     * The first key frame of a fragment: NAL units, each after its length in 4 bytes.
     *
     * @param fragment of that file, as {@link FragmentedFile} found it
     * @return empty where the fragment has none, or is broken
     * @throws IOException when the file cannot be read
     */
    public static Optional<ByteBuffer> first(FileChannel file, ScannedFragment fragment) throws IOException {
        return Samples.of(file, fragment).stream().filter(Samples.Sample::keyFrame).map(Samples.Sample::data).findFirst();
    }
}
