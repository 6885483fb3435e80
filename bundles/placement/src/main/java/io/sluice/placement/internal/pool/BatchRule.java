package io.sluice.placement.internal.pool;

import io.sluice.api.accel.BatchOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rule of how many pictures share a run of one model on one device; a pure function of measured times and demands.
 *
 * <ol>
 *   <li>Sizes are 1, 2, 4, 8 and 16, as far as they were measured, and none of which half would hold all users.
 *   <li>A picture waits for others at most half of the shortest period of those who are promised something, and never more than
 *       100 ms. A run's worst case must fit into the other half. Where nobody is promised anything, a picture waits at most as
 *       long as a run may last.
 *   <li>What a picture costs: as the users fill groups of that size and a group begins no run sooner than the wait after the
 *       run before, there are at most so many runs a second, and never more than pictures. Their worst cases are divided
 *       among the pictures. Where nobody is promised anything, all are taken to be ready always.
 *   <li>The size at which a picture costs least is the one of the largest throughput, and chosen; but a picture alone unless
 *       that saves a tenth, and the present size unless another saves a tenth.
 * </ol>
 *
 * A processor gains next to nothing, since the arithmetic of two pictures takes twice that of one; measured times show it.
 */
final class BatchRule {

    private static final double WORTH = 0.9;
    private static final double MOST_WAIT_NANOS = 100e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Timings timings;
    private final double margin;
    private final int lanes;
    private final List<Double> rates;
    private final double sum;
    private final double period;
    private final int most;

    /**
     * @param rates wanted by each user there, in runs a second; 0 for best effort
     * @param most pictures for which there is memory
     */
    BatchRule(Timings timings, double margin, int lanes, List<Double> rates, int most) {
        this.timings = timings;
        this.margin = margin;
        this.lanes = lanes;
        this.rates = rates;
        this.most = most;
        sum = rates.stream().mapToDouble(Double::doubleValue).sum();
        double fastest = rates.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        period = fastest > 0 ? NANOS_PER_SECOND / fastest : Double.POSITIVE_INFINITY;
    }

    /** @param present pictures that share a run now */
    Batch choose(int present) {
        int best = timings.byPictures().keySet().stream().filter(this::possible)
                .min(Comparator.comparingDouble(this::cost)).orElse(1);
        int chosen = cost(best) <= WORTH * cost(1) ? best : 1;
        if (chosen != present && timings.byPictures().containsKey(present) && possible(present)
                && cost(chosen) > WORTH * cost(present)) {
            chosen = present;
        }
        return batch(chosen);
    }

    /** Every size that was measured, and why it is used or not. */
    List<BatchOption> options(int chosen) {
        List<BatchOption> options = new ArrayList<>();
        for (Map.Entry<Integer, Timing> size : timings.byPictures().entrySet()) {
            int pictures = size.getKey();
            options.add(new BatchOption(pictures, size.getValue().medianNanos() / 1e6, worst(pictures) / 1e6,
                    pictures == chosen,
                    pictures == chosen ? "used: " + batch(pictures).reason() : verdict(pictures, chosen)));
        }
        return options;
    }

    private Batch batch(int pictures) {
        if (pictures == 1) {
            return Batch.single(worst(1), alone());
        }
        return new Batch(pictures, (long) wait(pictures), worst(pictures), cost(pictures),
                pictures + " pictures share a run of up to " + Problems.millis(worst(pictures)) + " ms; a picture costs "
                        + Problems.millis(cost(pictures)) + " ms instead of " + Problems.millis(cost(1))
                        + " ms alone, and waits up to " + Problems.millis(wait(pictures)) + " ms for others"
                        + (sum > 0 ? ", within the shortest period of " + Problems.millis(period) + " ms" : ""));
    }

    private String alone() {
        if (rates.size() < 2) {
            return "there is one user";
        }
        return timings.byPictures().keySet().stream().filter(pictures -> pictures > 1)
                .map(pictures -> "of " + pictures + " " + verdict(pictures, 1))
                .reduce((one, other) -> one + "; " + other)
                .map(why -> "a run for each picture: " + why).orElse(timings.end());
    }

    private String verdict(int pictures, int chosen) {
        return obstacle(pictures).orElseGet(() -> "a picture would cost " + Problems.millis(cost(pictures)) + " ms, with "
                + chosen + " a run " + Problems.millis(cost(chosen)) + " ms");
    }

    private boolean possible(int pictures) {
        return obstacle(pictures).isEmpty();
    }

    private Optional<String> obstacle(int pictures) {
        if (pictures == 1) {
            return Optional.empty();
        }
        if (pictures > most) {
            return Optional.of("there was no memory for it");
        }
        if (pictures >= 2 * rates.size()) {
            return Optional.of("half of it is enough for " + rates.size() + " users");
        }
        return worst(pictures) > period / 2
                ? Optional.of("a run takes up to " + Problems.millis(worst(pictures)) + " ms, more than half of the shortest "
                        + "period of " + Problems.millis(period) + " ms")
                : Optional.empty();
    }

    private double wait(int pictures) {
        return sum > 0 ? Math.min(period / 2, MOST_WAIT_NANOS) : worst(pictures);
    }

    private double cost(int pictures) {
        int users = Math.max(1, rates.size());
        int groups = (users + pictures - 1) / pictures;
        if (sum == 0) {
            int turns = (groups + lanes - 1) / lanes;
            return worst(pictures) * turns * lanes / users;
        }
        double runs = pictures == 1 ? sum : Math.min(sum, groups * NANOS_PER_SECOND / wait(pictures));
        return worst(pictures) * runs / sum;
    }

    private double worst(int pictures) {
        return timings.byPictures().get(pictures).worstNanos(margin);
    }
}
