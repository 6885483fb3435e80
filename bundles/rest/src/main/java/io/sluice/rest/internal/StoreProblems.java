package io.sluice.rest.internal;

import io.sluice.api.error.SluiceException;
import java.util.Map;

/** The store's refusals for which HTTP has a status of its own. */
final class StoreProblems {

    private static final Map<String, Integer> STATUSES = Map.of(
            "model.version.exists", 409, "model.version.active", 409, "model.upload.offset", 409,
            "model.upload.busy", 409, "model.package.too_large", 413);

    private StoreProblems() {}

    /** What to throw instead. */
    static RuntimeException of(RuntimeException error) {
        if (error instanceof SluiceException ours && STATUSES.containsKey(ours.code())) {
            return new HttpProblem(STATUSES.get(ours.code()), ours.code(), ours.getMessage(), ours.remedy(), "");
        }
        if (error instanceof SluiceException ours && PeerFilter.unproven(ours)) {
            return new HttpProblem(401, ours.code(), ours.getMessage(), ours.remedy(), "");
        }
        return error;
    }
}
