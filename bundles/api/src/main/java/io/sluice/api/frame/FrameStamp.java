package io.sluice.api.frame;

import java.time.Instant;

/**
 * Which picture something was seen in.
 *
 * @param cameraId the camera
 * @param sequence of the access unit it was decoded from, see {@link io.sluice.api.stream.AccessUnit#sequence()}
 * @param mediaTime presentation time in 1/90 000 s, see {@link io.sluice.api.stream.AccessUnit#presentationTime()}
 * @param wallClock when it was taken
 */
public record FrameStamp(String cameraId, long sequence, long mediaTime, Instant wallClock) {}
