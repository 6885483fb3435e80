package io.sluice.placement.internal.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.error.InvalidInputException;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /api/resources/history?minutes=n}: use over time, oldest first; an hour unless n says otherwise, a day at most. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/resources/history")
public final class HistoryServlet extends ReadServlet {

    private static final long serialVersionUID = 1;
    private static final String MINUTES = "minutes";
    private static final int DAY = 24 * 60;

    private final transient Resources resources;

    @Activate
    public HistoryServlet(@Reference Resources resources) {
        super(Set.of(MINUTES));
        this.resources = resources;
    }

    @Override
    protected JsonNode answer(HttpServletRequest request) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("secondsPerSample", History.SECONDS_PER_SAMPLE);
        ArrayNode samples = answer.putArray("samples");
        for (History.Sample sample : resources.history(Duration.ofMinutes(minutes(request)))) {
            ObjectNode one = samples.addObject();
            one.put("time", sample.time().toString());
            one.put("cpu", part(sample.cpu()));
            one.put("memory", part(sample.memory()));
            ObjectNode devices = one.putObject("accelerators");
            sample.devices().forEach((id, use) -> devices.put(id, part(use)));
        }
        return answer;
    }

    private static int minutes(HttpServletRequest request) {
        String text = request.getParameter(MINUTES);
        if (text == null) {
            return 60;
        }
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > DAY) {
            throw new InvalidInputException("http.query", MINUTES,
                    "'minutes' must be a whole number from 1 to " + DAY + ".", "Correct it.");
        }
        return Integer.parseInt(text);
    }

    private static double part(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
