package io.sluice.analytics.internal.stage;

import io.sluice.analytics.internal.LoadedModel;
import io.sluice.analytics.internal.Preparation;
import io.sluice.api.accel.Lease;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelDescriptor;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model of an algorithm at the place it has been given. Where that changes, the model is bound at the new place while
 * pictures go on at the old one, and exchanged between two pictures. Used by one thread at a time.
 */
final class Network implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Network.class);

    private final ModelDescriptor descriptor;
    private final Lease lease;
    private LoadedModel model;
    private long generation;
    private long nextGeneration;
    private Optional<Preparation<LoadedModel>> next = Optional.empty();

    /** @param lease is this network's, and closed by it */
    Network(Lease lease, ModelDescriptor descriptor) {
        this.lease = lease;
        this.descriptor = descriptor;
        generation = lease.generation();
        model = LoadedModel.bind(lease, descriptor);
    }

    ModelDescriptor descriptor() {
        return descriptor;
    }

    Lease lease() {
        return lease;
    }

    LoadedModel model() {
        return model;
    }

    /**
     * Asks the model. Where its place has just been lost it is asked at the next place, so that the picture is not.
     *
     * @throws UnavailableException when there is no place at present
     */
    void ask(Consumer<LoadedModel> question) {
        try {
            question.accept(model);
        } catch (UnavailableException lost) {
            if (lease.generation() == generation) {
                throw lost;
            }
            LOG.info("The model {} has lost its place and is asked at the next one", descriptor.id(), lost);
            forget();
            nextGeneration = lease.generation();
            exchange(LoadedModel.bind(lease, descriptor));
            question.accept(model);
        }
    }

    void betweenPictures() {
        if (next.isPresent() && next.get().done()) {
            takeNext();
        }
        if (next.isEmpty() && lease.generation() != generation) {
            nextGeneration = lease.generation();
            next = Optional.of(new Preparation<>(
                    Thread.currentThread().getName() + "-bind", () -> LoadedModel.bind(lease, descriptor), () -> {}));
        }
    }

    @Override
    public void close() {
        forget();
        model.close();
        lease.close();
    }

    private void takeNext() {
        Preparation<LoadedModel> prepared = next.orElseThrow();
        next = Optional.empty();
        try (prepared) {
            exchange(prepared.take());
        } catch (SluiceException unfit) {
            // The old place goes on as long as it can; what comes next raises the generation again.
            LOG.warn("The model {} cannot be bound at its next place", descriptor.id(), unfit);
            generation = nextGeneration;
        }
    }

    private void exchange(LoadedModel fresh) {
        LoadedModel former = model;
        model = fresh;
        generation = nextGeneration;
        former.close();
    }

    private void forget() {
        next.ifPresent(Preparation::close);
        next = Optional.empty();
    }
}
