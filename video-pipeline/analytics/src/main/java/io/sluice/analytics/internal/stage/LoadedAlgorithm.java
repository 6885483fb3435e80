package io.sluice.analytics.internal.stage;

import io.sluice.analytics.internal.DirectPlacement;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Lease;
import io.sluice.api.frame.Region;
import io.sluice.api.model.AlgorithmDescriptor;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * An algorithm with its models at their places and its operators open: one look takes a picture through all stages. Used by
 * one thread at a time; closing gives everything back.
 */
public final class LoadedAlgorithm implements AutoCloseable {

    private final AlgorithmDescriptor descriptor;
    private final List<Stage> stages;
    private final List<Network> networks;
    private final boolean refines;
    private final Findings found = new Findings();

    LoadedAlgorithm(AlgorithmDescriptor descriptor, List<Stage> stages, List<Network> networks) {
        this.descriptor = descriptor;
        this.stages = List.copyOf(stages);
        this.networks = List.copyOf(networks);
        refines = stages.stream().anyMatch(Stage::refines);
    }

    /** Loads an algorithm of models only onto one accelerator, at its defaults. */
    public static LoadedAlgorithm load(Accelerator accelerator, AlgorithmDescriptor descriptor) {
        return new AlgorithmLoader(new DirectPlacement(accelerator), name -> Optional.empty())
                .load(descriptor, new Use("", 0, "{}"));
    }

    public AlgorithmDescriptor descriptor() {
        return descriptor;
    }

    /** Whether things may be called otherwise than their detector calls them. */
    public boolean refines() {
        return refines;
    }

    /**
     * Looks at a part of a picture.
     *
     * @param threshold lowest score reported; negative for each stage's own
     * @param mediaTime of the picture, in 1/90 000 s
     * @return what was found; overwritten at the next look
     * @throws io.sluice.api.error.UnavailableException when a model has no place at present
     */
    public Findings look(AVFrame frame, Region region, double threshold, long mediaTime) {
        found.clear();
        Shot shot = new Shot(new View(frame, Region.ALL), region, threshold, mediaTime, found);
        for (Stage stage : stages) {
            stage.look(shot);
        }
        return found;
    }

    /** Takes up between two pictures what has been prepared meanwhile, such as another place of a model. */
    public void betweenPictures() {
        for (Stage stage : stages) {
            stage.betweenPictures();
        }
    }

    /** The place that grants the fewest runs a second; empty where there is no model. */
    public Optional<Lease> slowestPlace() {
        Optional<Lease> slowest = Optional.empty();
        for (Network network : networks) {
            Lease lease = network.lease();
            if (slowest.isEmpty() || lease.runsPerSecond() < slowest.get().runsPerSecond()) {
                slowest = Optional.of(lease);
            }
        }
        return slowest;
    }

    @Override
    public void close() {
        stages.forEach(Stage::close);
    }
}
