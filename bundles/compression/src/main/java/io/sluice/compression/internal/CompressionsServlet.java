package io.sluice.compression.internal;

import jakarta.servlet.Servlet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/compressions}. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/api/compressions", "/api/compressions/*"})
public final class CompressionsServlet extends JobsServlet {

    private static final long serialVersionUID = 1;

    @Activate
    public CompressionsServlet(@Reference Jobs jobs) {
        super(jobs, Jobs.Kind.COMPRESSION, "/api/compressions");
    }
}
