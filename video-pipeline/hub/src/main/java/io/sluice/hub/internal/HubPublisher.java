package io.sluice.hub.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A driver's way into one stream. */
final class HubPublisher implements StreamPublisher {

    private final Stream stream;
    private final Runnable onClose;
    private final List<AccessUnit> scratch = new ArrayList<>();

    /** @param onClose called when it ends while in office */
    HubPublisher(Stream stream, Runnable onClose) {
        this.stream = stream;
        this.onClose = onClose;
    }

    @Override
    public boolean publish(AccessUnit unit) {
        return stream.publish(this, Objects.requireNonNull(unit, "unit"), scratch);
    }

    @Override
    public void close() {
        if (stream.dismiss(this)) {
            onClose.run();
        }
    }
}
