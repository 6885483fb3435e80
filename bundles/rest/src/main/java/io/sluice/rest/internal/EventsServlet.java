package io.sluice.rest.internal;

import io.sluice.api.error.InvalidInputException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Events as they happen: server-sent events (WHATWG HTML, 9.2). */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/events")
@HttpWhiteboardServletAsyncSupported
public final class EventsServlet extends RestServlet {

    private static final long serialVersionUID = 1;
    private static final String LAST_EVENT = "Last-Event-ID";

    private final transient Services services;
    private final transient EventStreams streams;

    @Activate
    public EventsServlet(@Reference Services services, @Reference EventStreams streams) {
        this.services = services;
        this.streams = streams;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query query = Query.of(request);
        EventFilter filter = EventFilter.of(query);
        query.end();
        OptionalLong after = lastEvent(request.getHeader(LAST_EVENT));
        if (after.isPresent()) {
            services.results();
        }
        streams.checkRoom();
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        if (!request.getMethod().equals("HEAD")) {
            AsyncContext context = request.startAsync();
            context.setTimeout(0);
            EventSession session = new EventSession(services, filter, after, context);
            context.addListener(new Farewell(session));
            session.client().start();
            streams.join(session);
        }
    }

    private static OptionalLong lastEvent(String header) {
        if (header == null || header.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long id = Long.parseLong(header);
            if (id >= 0) {
                return OptionalLong.of(id);
            }
        } catch (NumberFormatException malformed) {
            // As negative below.
        }
        throw new InvalidInputException(
                "http.header", LAST_EVENT, "The header " + LAST_EVENT + " must be the id of a result.",
                "Leave it out, or send the last id received.");
    }

    /** Takes a stream out when the container has ended it. */
    private final class Farewell implements AsyncListener {

        private final EventSession session;

        Farewell(EventSession session) {
            this.session = session;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            streams.leave(session);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            streams.leave(session);
        }

        @Override
        public void onError(AsyncEvent event) {
            streams.leave(session);
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // The stream is started once.
        }
    }
}
