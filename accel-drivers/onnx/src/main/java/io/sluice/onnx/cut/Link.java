package io.sluice.onnx.cut;

/**
 * What lies between two devices.
 *
 * @param bytesPerSecond it carries
 * @param latencyMillis from the last byte sent to the last one received
 */
public record Link(double bytesPerSecond, double latencyMillis) {

    public Link {
        if (!(bytesPerSecond > 0) || !(latencyMillis >= 0)) {
            throw new IllegalArgumentException("no link: " + bytesPerSecond + " B/s, " + latencyMillis + " ms");
        }
    }

    /** How long these bytes take. */
    public double millis(long bytes) {
        return latencyMillis + 1000 * bytes / bytesPerSecond;
    }
}
