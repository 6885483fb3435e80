package io.sluice.api.result;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Whiteboard service of who follows results as they come. */
@ConsumerType
public interface ResultListener {

    /** Told after the results were stored, in order of id, on the store's thread; must return at once. */
    void stored(List<StoredResult> results);
}
