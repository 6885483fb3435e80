package io.sluice.analytics.internal;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.Demand;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.Lease;
import io.sluice.api.accel.Placement;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelVariant;

/**
 * Takes the one accelerator there is, for a gateway without the placement's bundle: nothing is measured, refused or moved. A
 * lease loads a session of its own.
 *
 * @param accelerator where everything runs
 */
public record DirectPlacement(Accelerator accelerator) implements Placement {

    private static final int WARMING_RUNS = 3;

    @Override
    public Lease place(Demand demand) {
        ModelVariant variant = variant(demand.model());
        return new DirectLease(accelerator.id(), variant, accelerator.load(variant.data()), demand.runsPerSecond());
    }

    /** The first variant that this device loads. */
    private ModelVariant variant(ModelDescriptor model) {
        AcceleratorInfo info = accelerator.info();
        return model.variants().stream()
                .filter(variant -> info.formats().contains(variant.data().format()))
                .filter(variant -> variant.chip().isEmpty() || variant.chip().get().equals(info.chip()))
                .findFirst()
                .orElseThrow(() -> new RejectedException("model.variant.missing",
                        "No variant of the model " + model.id() + " is for " + info.chip() + ", which loads "
                                + String.join(", ", info.formats()) + ".",
                        "Add a variant of the model for this device.", null));
    }

    private record DirectLease(
            String acceleratorId, ModelVariant variant, InferenceSession session, double runsPerSecond)
            implements Lease {

        @Override
        public long generation() {
            return 0;
        }

        /** Runs a few times before anybody waits: the first runs allocate and choose kernels. */
        @Override
        public Binding bind() {
            Binding binding = session.bind();
            try {
                for (int run = 0; run < WARMING_RUNS; run++) {
                    binding.run();
                }
                return binding;
            } catch (RuntimeException | Error error) {
                binding.close();
                throw error;
            }
        }

        @Override
        public String reason() {
            return "It is the accelerator that is there.";
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
