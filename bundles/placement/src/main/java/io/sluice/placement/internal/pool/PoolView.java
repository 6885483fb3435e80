package io.sluice.placement.internal.pool;

import io.sluice.api.accel.DeviceUse;
import io.sluice.api.accel.LeaseUse;
import io.sluice.api.accel.PlacementView;
import io.sluice.api.accel.SessionUse;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pool as others may read it. */
public final class PoolView implements PlacementView {

    private final Pool pool;

    public PoolView(Pool pool) {
        this.pool = pool;
    }

    @Override
    public List<DeviceUse> devices() {
        Map<String, Double> loads = pool.loads(Optional.empty());
        List<PlacedLease> leases = pool.leases();
        long now = pool.now();
        return pool.devices().all().stream()
                .map(device -> use(device, loads, leases, now))
                .sorted(Comparator.comparing(DeviceUse::id).thenComparing(DeviceUse::state))
                .toList();
    }

    @Override
    public List<LeaseUse> leases() {
        return pool.uses();
    }

    private DeviceUse use(Device device, Map<String, Double> loads, List<PlacedLease> leases, long now) {
        DeviceUse.State state = device.rival().isPresent() ? DeviceUse.State.CLAIMED_TWICE
                : device.failures.excludedAt(now) ? DeviceUse.State.FAILED
                : device.hot() ? DeviceUse.State.HOT : DeviceUse.State.READY;
        String remark = switch (state) {
            case CLAIMED_TWICE -> "the same device as " + device.rival().orElse("");
            case FAILED -> device.failures.cause();
            case HOT -> "too hot";
            case READY -> "";
        };
        double load = device.rival().isPresent() ? 0 : loads.getOrDefault(device.id, 0.0);
        List<SessionUse> sessions = device.loaded().stream()
                .map(session -> use(session, leases))
                .sorted(Comparator.comparing(SessionUse::model))
                .toList();
        return new DeviceUse(device.id, device.info, device.accelerator.readings(), state, remark, load,
                device.limit(pool.rules()), device.busy(), sessions);
    }

    private SessionUse use(SharedSession session, List<PlacedLease> leases) {
        List<String> users = leases.stream()
                .filter(lease -> lease.sessionInUse().filter(used -> used == session).isPresent())
                .map(lease -> lease.demand.user())
                .toList();
        return new SessionUse(session.variant.data().name(), session.variant.precision(), session.variant.data().sha256(),
                session.bytes, session.timings.single().medianNanos() / 1e6,
                session.timings.single().worstNanos(pool.rules().margin()) / 1e6, session.batch().pictures(),
                session.batch().waitNanos() / 1e6, session.batch().reason(), users);
    }
}
