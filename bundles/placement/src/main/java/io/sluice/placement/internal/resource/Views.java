package io.sluice.placement.internal.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.accel.DeviceUse;
import io.sluice.api.accel.LeaseUse;
import io.sluice.api.accel.PlacementOption;
import io.sluice.api.accel.SessionUse;
import java.util.Comparator;
import java.util.List;

/** The placement's view as JSON. Parts and milliseconds are rounded: more figures than these are noise. */
final class Views {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Views() {}

    static ArrayNode devices(List<DeviceUse> devices) {
        ArrayNode list = JSON.arrayNode();
        devices.forEach(device -> list.add(device(device)));
        return list;
    }

    static ArrayNode leases(List<LeaseUse> leases) {
        ArrayNode list = JSON.arrayNode();
        leases.forEach(lease -> list.add(lease(lease)));
        return list;
    }

    private static ObjectNode device(DeviceUse device) {
        ObjectNode node = JSON.objectNode();
        node.put("id", device.id());
        node.put("kind", device.info().kind().name());
        node.put("vendor", device.info().vendor());
        node.put("chip", device.info().chip());
        node.put("driver", device.info().driver());
        node.put("location", device.info().location());
        ArrayNode formats = node.putArray("formats");
        device.info().formats().stream().sorted().forEach(formats::add);
        ObjectNode operations = node.putObject("teraOperations");
        device.info().operations().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey()))
                .forEach(entry -> operations.put(entry.getKey().text(), entry.getValue()));
        node.put("memoryBytes", device.info().memoryBytes());
        node.put("lanes", device.info().lanes());
        node.put("state", device.state().name());
        node.put("remark", device.remark());
        node.put("load", rounded(device.load()));
        node.put("limit", rounded(device.limit()));
        node.put("busy", rounded(device.busy()));
        ObjectNode readings = node.putObject("readings");
        device.readings().utilisation().ifPresent(value -> readings.put("utilisation", rounded(value)));
        device.readings().celsius().ifPresent(value -> readings.put("celsius", rounded(value)));
        device.readings().memoryUsed().ifPresent(value -> readings.put("memoryUsed", value));
        readings.put("throttled", device.readings().throttled());
        ArrayNode sessions = node.putArray("sessions");
        device.sessions().forEach(session -> sessions.add(session(session)));
        return node;
    }

    private static ObjectNode session(SessionUse session) {
        ObjectNode node = JSON.objectNode();
        node.put("model", session.model());
        node.put("precision", session.precision().text());
        node.put("sha256", session.sha256());
        node.put("bytes", session.bytes());
        node.put("medianMillis", rounded(session.medianMillis()));
        node.put("worstMillis", rounded(session.worstMillis()));
        node.put("batch", session.batch());
        node.put("longestWaitMillis", rounded(session.longestWaitMillis()));
        node.put("batchReason", session.batchReason());
        ArrayNode users = node.putArray("users");
        session.users().forEach(users::add);
        return node;
    }

    private static ObjectNode lease(LeaseUse lease) {
        ObjectNode node = JSON.objectNode();
        node.put("user", lease.demand().user());
        node.put("model", lease.demand().model().id());
        node.put("modelVersion", lease.demand().model().version());
        node.put("priority", lease.demand().priority());
        node.put("runsPerSecondWanted", rounded(lease.demand().runsPerSecond()));
        node.put("runsPerSecond", rounded(lease.runsPerSecond()));
        node.put("accelerator", lease.acceleratorId().orElse(null));
        node.put("precision", lease.precision().map(precision -> precision.text()).orElse(null));
        node.put("reason", lease.reason());
        node.put("since", lease.since().toString());
        node.putObject("runs")
                .put("runs", lease.runs().runs())
                .put("failures", lease.runs().failures())
                .put("averageMillis", rounded(lease.runs().averageMillis()))
                .put("longestMillis", rounded(lease.runs().longestMillis()));
        ArrayNode options = node.putArray("options");
        lease.options().forEach(option -> options.add(option(option)));
        return node;
    }

    private static ObjectNode option(PlacementOption option) {
        ObjectNode node = JSON.objectNode();
        node.put("accelerator", option.acceleratorId());
        node.put("format", option.format());
        node.put("precision", option.precision().text());
        node.put("chosen", option.chosen());
        option.medianMillis().ifPresent(value -> node.put("medianMillis", rounded(value)));
        option.worstMillis().ifPresent(value -> node.put("worstMillis", rounded(value)));
        node.put("loadBefore", rounded(option.loadBefore()));
        node.put("loadAfter", rounded(option.loadAfter()));
        node.put("batch", option.batch());
        ArrayNode batches = node.putArray("batches");
        option.batches().forEach(batch -> batches.addObject()
                .put("pictures", batch.pictures())
                .put("medianMillis", rounded(batch.medianMillis()))
                .put("worstMillis", rounded(batch.worstMillis()))
                .put("chosen", batch.chosen())
                .put("verdict", batch.verdict()));
        node.put("verdict", option.verdict());
        return node;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
