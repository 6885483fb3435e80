package io.sluice.rest.internal;

import io.sluice.support.http.ApiServlet;
import io.sluice.support.http.Problems;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** What no other resource answers under {@code /api}. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/*")
public final class UnknownServlet extends ApiServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Problems.send(
                response, 404, "http.path", "There is nothing at this address.",
                "See the list of resources in the documentation of the REST interface.", "");
    }
}
