package io.sluice.placement.internal;

import io.sluice.api.model.ModelDescriptor;
import java.util.List;

/** Measures models before anybody wants to run them, on devices there are and on those that come. Thread-safe. */
public interface Foresight {

    /** These models may be wanted; they take the place of those told for the same algorithm before. */
    void foresee(String algorithm, List<ModelDescriptor> models);

    /** This algorithm is gone. */
    void forget(String algorithm);
}
