package io.sluice.api.analysis;

import io.sluice.api.frame.Region;
import io.sluice.api.model.AlgorithmDescriptor;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Lets algorithms look at still pictures for as long as they are needed: their models have places on the accelerators as those of
 * cameras do, and are loaded once. Thread-safe; opening takes what loading the models takes.
 */
@ProviderType
public interface PictureLooks {

    /**
     * Makes an algorithm ready.
     *
     * @param arguments of it, a JSON object that keeps to its schema
     * @param user who uses the places, for people, such as {@code task/gate-1}
     * @param picturesPerSecond wanted; 0 for as many as there is time for, of which nothing is promised
     * @return closed by the caller
     * @throws io.sluice.api.error.InvalidInputException when the arguments are wrong
     * @throws io.sluice.api.error.RejectedException when a model or stage is unfit, or does not fit on any device
     * @throws io.sluice.api.error.UnavailableException when an operator or device is not there at present
     */
    Look open(AlgorithmDescriptor algorithm, String arguments, String user, double picturesPerSecond);

    /** An algorithm that is ready. Thread-safe. */
    @ProviderType
    interface Look extends AutoCloseable {

        /**
         * Takes a part of a picture through all stages.
         *
         * @return what was found, each place relative to the whole picture; without a changed picture
         * @throws io.sluice.api.error.RejectedException when the picture cannot be decoded
         * @throws io.sluice.api.error.UnavailableException when a model has no place at present, or this was closed, also by its
         *     provider: open another
         */
        Outcome look(PictureFile picture, Region part);

        /** Gives the places back. Idempotent. */
        @Override
        void close();
    }
}
