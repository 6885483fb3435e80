package io.sluice.rest.internal;

import io.sluice.support.http.ApiServlet;
import io.sluice.support.http.Problems;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletErrorPage;

/** Turns errors that the container found, or that a servlet let out, into problems. */
@Component(service = Servlet.class)
@HttpWhiteboardServletErrorPage(errorPage = {"4xx", "5xx", "java.lang.Throwable"})
@HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=*)")
public final class ErrorServlet extends ApiServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object error = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        if (error instanceof Throwable thrown) {
            Problems.send(response, thrown);
        } else if (status instanceof Integer code && code >= 400 && code < 500) {
            Problems.send(
                    response, code, "http.refused", "The request cannot be answered (" + code + ").",
                    "Check address, method and headers.", "");
        } else {
            Problems.send(
                    response, status instanceof Integer code ? code : 500, "internal",
                    "The gateway could not handle this request.", "See the gateway's log.", "");
        }
    }
}
