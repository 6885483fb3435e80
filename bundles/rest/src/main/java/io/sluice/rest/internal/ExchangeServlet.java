package io.sluice.rest.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The exchange of packages with another gateway: POST compares now, and tries again what was refused. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/model-exchange")
public final class ExchangeServlet extends RestServlet {

    private static final long serialVersionUID = 1;

    private final transient Services services;

    @Activate
    public ExchangeServlet(@Reference Services services) {
        this.services = services;
    }

    @Override
    protected String methods(HttpServletRequest request) {
        return "POST";
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query.of(request).end();
        services.exchange().tryAgain();
        response.setStatus(HttpServletResponse.SC_ACCEPTED);
    }
}
