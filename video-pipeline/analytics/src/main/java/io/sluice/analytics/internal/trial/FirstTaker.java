package io.sluice.analytics.internal.trial;

import io.sluice.analytics.internal.DirectPlacement;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.Demand;
import io.sluice.api.accel.Lease;
import io.sluice.api.accel.Placement;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelDescriptor;
import java.util.List;

/**
 * Places each model on the first device that takes it, past the gateway's placement: a trial of a second must not move the
 * models of cameras.
 *
 * @param devices in the order in which they are asked
 */
record FirstTaker(List<Accelerator> devices) implements Placement {

    @Override
    public Lease place(Demand demand) {
        Accelerator taker = devices.stream()
                .filter(device -> takes(device.info(), demand.model()))
                .findFirst()
                .orElseThrow(() -> new UnavailableException("model.test.waiting",
                        "There is no device here that takes the model " + demand.model().id() + ".",
                        "Install a driver for a device that loads one of its variants.", null));
        return new DirectPlacement(taker).place(demand);
    }

    private static boolean takes(AcceleratorInfo device, ModelDescriptor model) {
        return model.variants().stream().anyMatch(variant -> device.formats().contains(variant.data().format())
                && (variant.chip().isEmpty() || variant.chip().get().equals(device.chip())));
    }
}
