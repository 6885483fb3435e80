package io.sluice.mp4;

import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import io.sluice.media.codec.BitstreamException;
import io.sluice.media.codec.DecoderConfiguration;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the {@code moov} box says of the first track.
 *
 * @param format of its samples
 * @param defaultDuration of a sample, from {@code trex}
 * @param defaultFlags of a sample, from {@code trex}
 */
record TrackReader(StreamFormat format, int defaultDuration, int defaultFlags) {

    /** Bytes of a visual sample entry before its boxes (clause 12.1.3). */
    private static final int SAMPLE_ENTRY = 78;
    private static final int TREX_DURATION = 12;
    private static final int TREX_FLAGS = 20;

    /** Empty where the track is not H.264 or H.265 video, or is broken. */
    static Optional<TrackReader> of(ByteBuffer moov) {
        try {
            Optional<BoxReader> table = BoxReader.find(moov, "trak", "mdia", "minf", "stbl", "stsd");
            Optional<BoxReader> trex = BoxReader.find(moov, "mvex", "trex");
            if (table.isEmpty() || trex.isEmpty()) {
                return Optional.empty();
            }
            ByteBuffer defaults = trex.get().content();
            return format(table.get().content()).map(format ->
                    new TrackReader(format, defaults.getInt(TREX_DURATION), defaults.getInt(TREX_FLAGS)));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | BitstreamException broken) {
            return Optional.empty();
        }
    }

    private static Optional<StreamFormat> format(ByteBuffer stsd) {
        ByteBuffer entries = stsd.duplicate().position(8).slice();
        for (Codec codec : Codec.values()) {
            Optional<ByteBuffer> record = codec == Codec.H264
                    ? record(entries, "avc1", "avcC")
                    : record(entries, "hvc1", "hvcC");
            if (record.isPresent()) {
                return Optional.of(DecoderConfiguration.parse(codec, record.get()).format());
            }
        }
        return Optional.empty();
    }

    private static Optional<ByteBuffer> record(ByteBuffer entries, String entry, String configuration) {
        return BoxReader.find(entries, entry)
                .map(box -> box.content().duplicate().position(SAMPLE_ENTRY).slice())
                .flatMap(boxes -> BoxReader.find(boxes, configuration))
                .map(BoxReader::content);
    }
}
