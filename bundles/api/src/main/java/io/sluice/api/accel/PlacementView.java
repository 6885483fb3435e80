package io.sluice.api.accel;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** How the accelerators are shared at present, and why. Answers at once from any thread, but for the drivers' readings. */
@ProviderType
public interface PlacementView {

    /** Every accelerator there is, those not used included, by id. */
    List<DeviceUse> devices();

    /** Every lease held, in the order in which they are placed: the lower priority number first, then the elder. */
    List<LeaseUse> leases();
}
