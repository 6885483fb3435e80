package io.sluice.resources.internal;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a node stands.
 *
 * @param longitude degrees, east positive
 * @param latitude degrees, north positive
 */
record Position(double longitude, double latitude) {

    private static final Logger LOG = LoggerFactory.getLogger(Position.class);

    /** Empty where it is not known, or not given as numbers within their range; that is logged. */
    static Optional<Position> of(String longitude, String latitude) {
        if (longitude.isBlank() && latitude.isBlank()) {
            return Optional.empty();
        }
        try {
            Position given = new Position(Double.parseDouble(longitude.strip()), Double.parseDouble(latitude.strip()));
            // NaN is within no bounds.
            if (Math.abs(given.longitude) <= 180 && Math.abs(given.latitude) <= 90) {
                return Optional.of(given);
            }
        } catch (NumberFormatException noNumber) {
            // Told like a number that is out of bounds.
        }
        LOG.warn("The position '{}', '{}' is not used: it must be degrees, within 180 and 90", longitude, latitude);
        return Optional.empty();
    }
}
