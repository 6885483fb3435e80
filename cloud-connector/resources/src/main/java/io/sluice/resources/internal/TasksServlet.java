package io.sluice.resources.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sluice.api.message.TaskStatus;
import io.sluice.api.task.TaskExecutor;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.Messages;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /api/tasks}: the tasks of this node as table 31 has them, ended ones for as long as they are kept. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/tasks")
public final class TasksServlet extends ReadServlet {

    private static final long serialVersionUID = 1;

    private final transient MessageCodec codec = new MessageCodec();
    private final transient TaskExecutor executor;

    @Activate
    public TasksServlet(@Reference TaskExecutor executor) {
        this.executor = executor;
    }

    @Override
    protected JsonNode answer() throws IOException {
        ArrayNode tasks = JSON.createArrayNode();
        for (TaskStatus status : executor.statuses(List.of())) {
            tasks.add(JSON.readTree(codec.encode(Messages.TASK_STATUS, status)));
        }
        return tasks;
    }
}
