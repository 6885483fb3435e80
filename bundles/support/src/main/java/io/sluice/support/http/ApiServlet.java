package io.sluice.support.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Base of our servlets: whatever goes wrong, a client gets a problem of RFC 9457. */
public abstract class ApiServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    /** Handles one request; exceptions become problems. */
    protected abstract void handle(HttpServletRequest request, HttpServletResponse response) throws IOException;

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            handle(request, response);
        } catch (RuntimeException error) {
            Problems.send(response, error);
        }
    }

    /** Answers 405 with the methods there are, such as {@code "GET, PUT"}. */
    protected static void methodNotAllowed(HttpServletRequest request, HttpServletResponse response, String allowed)
            throws IOException {
        String detail = request.getMethod() + " is not possible here; possible: " + allowed + ".";
        response.setHeader("Allow", allowed);
        Problems.send(response, 405, "http.method", detail, "", "");
    }
}
