package io.sluice.runner.kit.picture;

import io.sluice.api.device.Cameras;
import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.stream.StreamHub;
import io.sluice.runner.kit.Slot;

/** The services that a run of pictures uses, each of which may come and go. */
public record Gateway(Slot<Cameras> cameras, Slot<StreamHub> hub, Slot<RecordingIndex> recordings) {

    public Gateway() {
        this(new Slot<>("the cameras"), new Slot<>("the stream hub"), new Slot<>("the recordings"));
    }
}
