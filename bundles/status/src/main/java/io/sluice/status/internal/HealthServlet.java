package io.sluice.status.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.support.http.ApiServlet;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /system/health}: 200 while the gateway is well, 503 otherwise, with what is wrong. */
@Component(name = "io.sluice.status.health", service = Servlet.class)
@HttpWhiteboardServletPattern("/system/health")
public final class HealthServlet extends ApiServlet {

    private static final long serialVersionUID = 1;

    /** What each gateway has; named as text, since the health of all needs none of their types. */
    private static final List<String> ESSENTIAL = List.of(
            "io.sluice.api.stream.StreamHub",
            "io.sluice.api.device.Cameras",
            "io.sluice.api.recording.RecordingIndex",
            "io.sluice.api.result.ResultStore",
            "io.sluice.api.model.ModelRepository",
            "javax.sql.DataSource");

    private final transient JsonFactory json = new JsonFactory();
    private final transient BundleContext context;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private final transient List<StatusSource> sources = new CopyOnWriteArrayList<>();

    @Activate
    public HealthServlet(BundleContext context) {
        this.context = context;
    }

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            methodNotAllowed(request, response, "GET, HEAD");
            return;
        }
        List<String> missing = new ArrayList<>(ESSENTIAL.stream().filter(type -> !isThere(type)).toList());
        if (isStarting()) {
            missing.add("bundles that are being started");
        }
        List<Status> all = sources.stream().flatMap(source -> source.statuses().stream()).toList();
        write(response, HealthAnswer.of(missing, all));
    }

    /** A part that is essential to all may come before one that a client asks for first. */
    private boolean isStarting() {
        int reached = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class).getStartLevel();
        try {
            return Arrays.stream(context.getBundles())
                    .anyMatch(bundle -> bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID
                            && bundle.adapt(BundleStartLevel.class).getStartLevel() >= reached);
        } catch (IllegalStateException uninstalledMeanwhile) {
            return true;
        }
    }

    /** Registered is not enough: a component may still be on its way to being active. */
    private boolean isThere(String type) {
        ServiceReference<?> reference = context.getServiceReference(type);
        if (reference == null || context.getService(reference) == null) {
            return false;
        }
        context.ungetService(reference);
        return true;
    }

    private void write(HttpServletResponse response, HealthAnswer answer) throws IOException {
        response.setStatus(answer.healthy() ? 200 : 503);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        try (JsonGenerator out = json.createGenerator(response.getOutputStream())) {
            out.writeStartObject();
            out.writeBooleanField("healthy", answer.healthy());
            out.writeArrayFieldStart("missing");
            for (String service : answer.missing()) {
                out.writeString(service);
            }
            out.writeEndArray();
            out.writeArrayFieldStart("failed");
            for (Status status : answer.failed()) {
                out.writeStartObject();
                out.writeStringField("subject", status.subject().toString());
                out.writeStringField("code", status.code());
                out.writeStringField("message", status.message());
                out.writeStringField("remedy", status.remedy());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
    }
}
