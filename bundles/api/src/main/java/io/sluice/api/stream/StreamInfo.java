package io.sluice.api.stream;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot of one stream in the hub.
 *
 * @param cameraId whose stream
 * @param format in force, once the first key frame came
 * @param published whether a driver publishes at present
 * @param units access units since the hub started
 * @param bytes of their data
 * @param lost discontinuities the driver marked
 * @param lastUnit arrival of the latest unit
 * @param framesPerSecond over the last seconds
 * @param bitsPerSecond over the last seconds
 * @param taps who reads
 */
public record StreamInfo(
        String cameraId,
        Optional<StreamFormat> format,
        boolean published,
        long units,
        long bytes,
        long lost,
        Optional<Instant> lastUnit,
        double framesPerSecond,
        double bitsPerSecond,
        List<TapInfo> taps) {

    /**
     * One tap of the stream.
     *
     * @param name as in {@link TapOptions#name()}
     * @param waiting units queued
     * @param missed units missed so far
     */
    public record TapInfo(String name, int waiting, long missed) {}
}
