package io.sluice.runner.frames.internal;

import io.sluice.api.device.Cameras;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.stream.StreamHub;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The gateway's services that tasks use, each of which may come and go. Thread-safe. */
final class Services {

    final AtomicReference<Cameras> cameras = new AtomicReference<>();
    final AtomicReference<StreamHub> hub = new AtomicReference<>();

    Cameras requireCameras() {
        return Optional.ofNullable(cameras.get()).orElseThrow(() -> new UnavailableException("runner.part.absent",
                "The gateway's part for cameras is away.", "It continues by itself; see the status of the bundles.", null));
    }
}
