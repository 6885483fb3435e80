package io.sluice.accel.nativelib;

import java.util.Set;

/** A vendor's library, loaded. Called by one thread at a time. */
public interface NativeDriver extends AutoCloseable {

    /** Name and version, for people. */
    String runtime();

    /**
     * Which devices are there at this moment, by what the vendor calls them; opens none.
     *
     * @throws io.sluice.api.error.UnavailableException when the library itself is not to be used any more: all devices are
     *     withdrawn then, this is closed, and the library loaded anew once it can be
     */
    Set<String> present();

    /**
     * Makes one of them ready.
     *
     * @throws io.sluice.api.error.UnavailableException when it does not start
     */
    HostedAccelerator open(String device);

    /** Gives the library back once the last device is. */
    @Override
    void close();
}
