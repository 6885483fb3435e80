package io.sluice.rest.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The kinds of cameras there are, with all that a page needs to ask for their settings. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/drivers")
public final class DriversServlet extends RestServlet {

    private static final long serialVersionUID = 1;

    private final transient Services services;

    @Activate
    public DriversServlet(@Reference Services services) {
        this.services = services;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query.of(request).end();
        Map<String, ObjectNode> drivers = new TreeMap<>();
        services.drivers().forEach((reference, driver) ->
                drivers.put(driver.kind(), DriverForm.of(driver, reference.getBundle(), services.metatypes())));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        drivers.values().forEach(list::add);
        send(response, 200, list);
    }
}
