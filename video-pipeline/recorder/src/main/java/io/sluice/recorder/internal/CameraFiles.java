package io.sluice.recorder.internal;

import io.sluice.api.recording.Segment;
import java.nio.file.Path;

/** What a recorder of one camera needs of its surroundings. */
interface CameraFiles {

    /** Name of the next file. */
    SegmentName name();

    Path path(SegmentName name);

    /** For writing, on the recorder's thread. */
    Staging staging();

    /** A file is about to be written to, until it is closed or dropped. */
    void opening(SegmentName name);

    /** A file came to nothing. */
    void dropped(SegmentName name);

    /** Bytes were added to a file. */
    void written(long bytes);

    /** A file was closed, for good or to be continued. */
    void closed(Segment segment);
}
