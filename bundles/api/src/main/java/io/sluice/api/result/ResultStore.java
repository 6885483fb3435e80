package io.sluice.api.result;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Keeps results durably. Thread-safe. */
@ProviderType
public interface ResultStore {

    /**
     * Stores results; when this returns they survive a loss of power. Storing the same camera, model and picture again changes
     * nothing, so a caller that is unsure may repeat. Listeners are told afterwards.
     *
     * @throws io.sluice.api.error.UnavailableException when nothing was stored; keep the results and try again
     */
    void append(List<AnalysisResult> results);

    List<StoredResult> find(ResultQuery query);
}
