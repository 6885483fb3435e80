package io.sluice.runner.inference.internal;

import io.sluice.api.accel.LeaseUse;
import io.sluice.api.accel.PlacementView;
import io.sluice.api.analysis.PictureLooks;
import io.sluice.api.device.Cameras;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.result.ResultStore;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.api.status.Subject;
import io.sluice.api.stream.StreamHub;
import io.sluice.runner.kit.Slot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The gateway's services that tasks use, each of which may come and go. Thread-safe. */
final class Services {

    final Slot<Cameras> cameras = new Slot<>("the cameras");
    final Slot<ModelRepository> models = new Slot<>("the algorithms");
    final Slot<ResultStore> results = new Slot<>("the results");
    final Slot<StreamHub> hub = new Slot<>("the stream hub");
    final Slot<RecordingIndex> recordings = new Slot<>("the recordings");
    final Slot<PictureLooks> looks = new Slot<>("looks at pictures");
    final Slot<PlacementView> placement = new Slot<>("the placement");
    final List<StatusSource> statuses = new CopyOnWriteArrayList<>();

    Optional<Status> status(String kind, String id) {
        Subject subject = new Subject(kind, id);
        return statuses.stream().flatMap(source -> source.statuses().stream())
                .filter(status -> status.subject().equals(subject)).findFirst();
    }

    /** Leases of the analyses of a camera. */
    List<LeaseUse> leases(String camera) {
        return placement.get().map(PlacementView::leases).orElse(List.of()).stream()
                .filter(lease -> lease.demand().user().equals("camera/" + camera)).toList();
    }
}
