package io.sluice.placement.internal.resource;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.placement.internal.pool.Announcer;
import java.util.Map;

/** Statuses that nobody reads. */
final class Silence implements Announcer.Board {

    @Override
    public void report(
            Subject subject, Health health, String code, String message, String remedy, Map<String, String> details) {
        // Of no interest here.
    }

    @Override
    public void gone(Subject subject) {
        // Of no interest here.
    }
}
