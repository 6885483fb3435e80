package io.sluice.api.analysis;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.InputSpec;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Lets algorithms look at still pictures by the same code as at those of a camera: for trying a version on its test vectors
 * before it is used. Needs no camera and no lease, and disturbs none. Thread-safe; a call takes what loading the models takes.
 */
@ProviderType
public interface PictureTrial {

    /**
     * Takes one picture through all stages of an algorithm, as if a camera had given it first.
     *
     * @param algorithm as a version of it is, active or not
     * @param arguments of it, a JSON object that keeps to its schema
     * @param devices each model runs on the first of them that takes it
     * @param picture what to look at
     * @return what was found, each place relative to the picture; without a changed picture
     * @throws io.sluice.api.error.InvalidInputException when the arguments are wrong
     * @throws io.sluice.api.error.RejectedException when the picture cannot be decoded, or a model or stage is unfit
     * @throws io.sluice.api.error.UnavailableException when an operator or device is not there at present
     */
    Outcome look(AlgorithmDescriptor algorithm, String arguments, List<Accelerator> devices, PictureFile picture);

    /**
     * What a model is given of a picture.
     *
     * @return the values of its input, in the order of the tensor
     * @throws io.sluice.api.error.RejectedException when the picture cannot be decoded
     */
    float[] tensor(InputSpec input, PictureFile picture);
}
