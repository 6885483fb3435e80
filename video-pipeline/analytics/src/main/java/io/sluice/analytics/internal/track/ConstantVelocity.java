package io.sluice.analytics.internal.track;

/**
 * Kalman filter of one coordinate under constant velocity with white acceleration. Noise is given relative to the
 * size of the thing, because near things move and jitter more in the picture than far ones.
 */
final class ConstantVelocity {

    /** Standard deviation of a detector's edge, in sizes of the box. */
    private static final double MEASUREMENT_NOISE = 0.05;
    /** Acceleration that people and goods show, in sizes per square second. */
    private static final double ACCELERATION = 4;
    /** Speed a new thing may have, in sizes per second. */
    private static final double FIRST_SPEED = 2;

    private double place;
    private double velocity;
    private double placeVariance;
    private double covariance;
    private double velocityVariance;

    ConstantVelocity(double place, double size) {
        this.place = place;
        placeVariance = square(MEASUREMENT_NOISE * size);
        velocityVariance = square(FIRST_SPEED * size);
    }

    void predict(double seconds, double size) {
        double noise = square(ACCELERATION * size);
        double squared = seconds * seconds;
        place += velocity * seconds;
        placeVariance += seconds * (2 * covariance + seconds * velocityVariance) + noise * squared * squared / 4;
        covariance += seconds * velocityVariance + noise * squared * seconds / 2;
        velocityVariance += noise * squared;
    }

    void correct(double measured, double size) {
        double innovation = placeVariance + square(MEASUREMENT_NOISE * size);
        if (innovation <= 0) {
            place = measured;
            return;
        }
        double gain = placeVariance / innovation;
        double velocityGain = covariance / innovation;
        double surprise = measured - place;
        place += gain * surprise;
        velocity += velocityGain * surprise;
        velocityVariance -= velocityGain * covariance;
        covariance *= 1 - gain;
        placeVariance *= 1 - gain;
    }

    double place() {
        return place;
    }

    private static double square(double value) {
        return value * value;
    }
}
