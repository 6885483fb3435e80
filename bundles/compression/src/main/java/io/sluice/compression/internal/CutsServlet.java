package io.sluice.compression.internal;

import jakarta.servlet.Servlet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/cuts}. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/api/cuts", "/api/cuts/*"})
public final class CutsServlet extends JobsServlet {

    private static final long serialVersionUID = 1;

    @Activate
    public CutsServlet(@Reference Jobs jobs) {
        super(jobs, Jobs.Kind.CUT, "/api/cuts");
    }
}
