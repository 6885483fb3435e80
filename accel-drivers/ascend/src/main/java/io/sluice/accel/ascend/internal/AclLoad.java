package io.sluice.accel.ascend.internal;

import com.sun.jna.Library;
import io.sluice.accel.ascend.internal.AclStructs.Utilisation;
import io.sluice.accel.nativelib.VendorLibrary;
import io.sluice.api.error.UnavailableException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How busy a device is. By a function that older releases lack, so that it is bound apart from those without which nothing
 * works.
 */
record AclLoad(Optional<Functions> functions) {

    private static final double PERCENT = 100;

    /** The function of {@code acl_rt.h}, by its name there. */
    interface Functions extends Library {
        int aclrtGetDeviceUtilizationRate(int device, Utilisation utilisation);
    }

    static AclLoad of(String library) {
        try {
            return new AclLoad(Optional.of(VendorLibrary.load(library, Functions.class)));
        } catch (UnavailableException older) {
            return new AclLoad(Optional.empty());
        }
    }

    /** The mean of the kinds of core that the chip has. */
    OptionalDouble utilisation(int device) {
        if (functions.isEmpty()) {
            return OptionalDouble.empty();
        }
        Utilisation utilisation = new Utilisation();
        return functions.get().aclrtGetDeviceUtilizationRate(device, utilisation) != 0
                ? OptionalDouble.empty()
                : IntStream.of(utilisation.cube, utilisation.vector)
                        .filter(percent -> percent >= 0)
                        .mapToDouble(percent -> percent / PERCENT)
                        .average();
    }
}
