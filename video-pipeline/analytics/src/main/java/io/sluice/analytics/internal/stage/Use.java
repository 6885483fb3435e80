package io.sluice.analytics.internal.stage;

/**
 * What an algorithm is loaded for.
 *
 * @param user for people, such as {@code camera/gate-1}
 * @param framesPerSecond pictures a second wanted; 0 for as many as there are
 * @param arguments of the algorithm, a JSON object
 */
public record Use(String user, double framesPerSecond, String arguments) {

    /** For as often as there is time, of which nothing is promised. */
    public Use withoutReserve() {
        return new Use(user, 0, arguments);
    }
}
