package io.sluice.placement.internal.resource;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.error.NotFoundException;
import io.sluice.support.http.ApiServlet;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code POST /api/accelerators/<id>/release}: gives the models another chance that an accelerator does not run because they
 * hung or crashed again and again. 204, also where there are none.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/accelerators/*")
public final class ReleaseServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final Pattern PATH = Pattern.compile("/([^/]+)/release");

    private final transient List<Accelerator> accelerators;

    @Activate
    public ReleaseServlet() {
        this(List.of());
    }

    ReleaseServlet(List<Accelerator> present) {
        accelerators = new CopyOnWriteArrayList<>(present);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addAccelerator(Accelerator accelerator) {
        accelerators.add(accelerator);
    }

    void removeAccelerator(Accelerator accelerator) {
        accelerators.remove(accelerator);
    }

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Matcher path = PATH.matcher(String.valueOf(request.getPathInfo()));
        if (!path.matches()) {
            throw new NotFoundException("http.path", "There is nothing at this address.");
        }
        if (!request.getMethod().equals("POST")) {
            methodNotAllowed(request, response, "POST");
            return;
        }
        String id = path.group(1);
        List<Accelerator> named = accelerators.stream().filter(accelerator -> accelerator.id().equals(id)).toList();
        if (named.isEmpty()) {
            throw new NotFoundException("accelerator.unknown", "There is no accelerator '" + id + "' at present.");
        }
        named.forEach(Accelerator::releaseQuarantine);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
