package io.sluice.console.internal;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/** Serves the JavaScript tests beside the page. */
final class TestModules extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        try (InputStream in = TestModules.class.getResourceAsStream("/js" + path)) {
            if (in == null) {
                response.setContentType("text/html");
                response.getWriter().write("<!doctype html><html lang=\"en\"><title>Tests</title>");
                return;
            }
            response.setContentType("text/javascript;charset=utf-8");
            in.transferTo(response.getOutputStream());
        }
    }
}
