package io.sluice.inbox.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.message.TaskResult;
import io.sluice.api.message.TaskResultBody;
import io.sluice.protocol.MessageCodec;
import io.sluice.support.http.ApiServlet;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code GET /api/task-results}: results of other nodes' tasks, page by page in the order they came; {@code .../tasks}: each task with
 * its latest, this node's own included; {@code .../<id>} and {@code .../made/<id>}: one of them; {@code .../parts/<n>} after that: one
 * of its pictures or clips, fetched from the other node where it is not here yet.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/api/task-results", "/api/task-results/*"})
public final class ResultsServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ONE = Pattern.compile("/(made/)?(\\d{1,18})(?:/parts/(\\d{1,4}))?");
    private static final int MOST = 500;

    private final transient InboxComponent inbox;
    private final transient MessageCodec codec = new MessageCodec();

    @Activate
    public ResultsServlet(@Reference InboxComponent inbox) {
        this.inbox = inbox;
    }

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("GET")) {
            methodNotAllowed(request, response, "GET");
            return;
        }
        response.setHeader("Cache-Control", "no-store");
        String path = Optional.ofNullable(request.getPathInfo()).orElse("");
        Matcher one = ONE.matcher(path);
        if (path.isEmpty()) {
            send(response, page(request));
        } else if (path.equals("/tasks")) {
            send(response, tasks());
        } else if (!one.matches()) {
            throw new NotFoundException("inbox.result.unknown", "There is no result " + path + ".");
        } else {
            one(request, response, one);
        }
    }

    private void one(HttpServletRequest request, HttpServletResponse response, Matcher path) throws IOException {
        long id = Long.parseLong(path.group(2));
        boolean made = path.group(1) != null;
        if (path.group(3) != null) {
            int number = Integer.parseInt(path.group(3));
            Bytes.send(request, response, made
                    ? Reading.part(made(id), number).data().orElseThrow()
                    : inbox.reading().part(id, number));
        } else if (made) {
            send(response, describe(JSON.createObjectNode().put("id", id), made(id)));
        } else {
            send(response, describe(inbox.reading().require(id)));
        }
    }

    private TaskResultBody made(long id) {
        return inbox.recent().find(id).orElseThrow(() ->
                new NotFoundException("inbox.result.unknown", "The result " + id + " is not among the latest any more."));
    }

    private ObjectNode page(HttpServletRequest request) throws IOException {
        long after = number(request, "after", 0, Long.MAX_VALUE, 0);
        int limit = (int) number(request, "limit", 1, MOST, 100);
        List<Long> ids = inbox.inbox().journal().after(after, Optional.ofNullable(request.getParameter("task")), limit);
        ObjectNode page = JSON.createObjectNode().put("kept", inbox.inbox().journal().results())
                .put("bytes", inbox.inbox().journal().bytes()).put("givenUp", inbox.inbox().givenUp())
                .put("next", ids.isEmpty() ? after : ids.get(ids.size() - 1));
        ArrayNode results = page.putArray("results");
        for (long id : ids) {
            Optional<Reading.Kept> kept = inbox.reading().find(id);
            if (kept.isPresent()) {
                results.add(describe(kept.get()));
            }
        }
        return page;
    }

    private ArrayNode tasks() throws IOException {
        ArrayNode tasks = JSON.createArrayNode();
        for (Recent.Summary made : inbox.recent().tasks()) {
            ArrayNode latest = tasks.addObject().put("task", made.task()).put("origin", "made").put("results", made.results())
                    .putArray("latest");
            for (Recent.Result result : made.latest()) {
                latest.add(describe(JSON.createObjectNode().put("id", result.id()), result.body()));
            }
        }
        for (TaskIds.Summary came : inbox.inbox().journal().tasks()) {
            ArrayNode latest = tasks.addObject().put("task", came.task()).put("origin", "came").put("sender", came.sender())
                    .put("results", came.results()).putArray("latest");
            for (long id : came.latest()) {
                Optional<Reading.Kept> kept = inbox.reading().find(id);
                if (kept.isPresent()) {
                    latest.add(describe(kept.get()));
                }
            }
        }
        return tasks;
    }

    private ObjectNode describe(Reading.Kept kept) throws IOException {
        Item item = kept.item();
        return describe(JSON.createObjectNode().put("id", item.id()).put("sender", item.sender()).put("key", item.key())
                .put("came", item.came().toString()), kept.result());
    }

    private ObjectNode describe(ObjectNode result, TaskResultBody body) throws IOException {
        ArrayNode parts = result.putArray("parts");
        for (Parts.Part part : Parts.of(body)) {
            parts.addObject().put("kind", part.kind()).put("size", part.size()).put("here", part.data().isPresent());
        }
        byte[] message = codec.encode(new TaskResult(OptionalInt.empty(), Parts.without(body)));
        result.set("result", JSON.readTree(message).get("MessageBody"));
        return result;
    }

    private static long number(HttpServletRequest request, String name, long least, long most, long fallback) {
        String text = request.getParameter(name);
        if (text == null) {
            return fallback;
        }
        if (text.matches("\\d{1,18}")) {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new InvalidInputException("inbox.query.invalid", name, "'" + name + "' must be a whole number from " + least + " to "
                + most + ".", "Correct '" + name + "'.");
    }

    private static void send(HttpServletResponse response, Object body) throws IOException {
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        JSON.writeValue(response.getOutputStream(), body);
    }
}
