package io.sluice.resources.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.resources.internal.clock.HostClock;
import io.sluice.resources.internal.clock.HostTime;
import jakarta.servlet.Servlet;
import java.time.Duration;
import java.time.Instant;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /api/time}: the time of this host, who keeps it, and how well; milliseconds. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/time")
public final class TimeServlet extends ReadServlet {

    private static final long serialVersionUID = 1;
    private static final double NANOS_PER_MILLI = 1e6;

    private final transient HostTime time;

    @Activate
    public TimeServlet(@Reference HostTime time) {
        this.time = time;
    }

    @Override
    protected JsonNode answer() {
        ObjectNode answer = JSON.createObjectNode().put("now", Instant.now().toString());
        time.clock().ifPresent(clock -> describe(clock, answer));
        return answer;
    }

    static void describe(HostClock clock, ObjectNode answer) {
        answer.put("source", clock.source()).put("synchronised", clock.synchronised()).put("reference", clock.reference());
        clock.stratum().ifPresent(stratum -> answer.put("stratum", stratum));
        clock.offset().ifPresent(offset -> answer.put("offsetMillis", millis(offset)));
        clock.maxError().ifPresent(error -> answer.put("maxErrorMillis", millis(error)));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / NANOS_PER_MILLI;
    }
}
