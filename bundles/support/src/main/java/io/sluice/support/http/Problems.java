package io.sluice.support.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes errors as problems of RFC 9457, with our codes; never a stack trace. */
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final JsonFactory JSON = new JsonFactory();

    private Problems() {}

    /** Answers with the problem that fits the exception. Exceptions that are not ours are logged and answered as 500. */
    public static void send(HttpServletResponse response, Throwable error) throws IOException {
        if (error instanceof InvalidInputException invalid) {
            send(response, 400, invalid.code(), invalid.getMessage(), invalid.remedy(), invalid.field());
        } else if (error instanceof SluiceException ours) {
            send(response, statusOf(ours), ours.code(), ours.getMessage(), ours.remedy(), "");
        } else {
            LOG.error("A request failed unexpectedly", error);
            send(response, 500, "internal", "The gateway could not handle this request.", "See the gateway's log.", "");
        }
    }

    /**
     * Answers with a problem.
     *
     * @param code stable, as in statuses; becomes {@code type} and {@code code}
     * @param detail what is wrong with this request
     * @param remedy what the caller can do; left out when empty
     * @param field path within the input of what is wrong; left out when empty
     */
    public static void send(
            HttpServletResponse response, int status, String code, String detail, String remedy, String field)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setCharacterEncoding("UTF-8");
        try (JsonGenerator json = JSON.createGenerator(response.getOutputStream())) {
            json.writeStartObject();
            json.writeStringField("type", "urn:sluice:problem:" + code);
            json.writeStringField("title", titleOf(status));
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            json.writeStringField("code", code);
            if (!remedy.isEmpty()) {
                json.writeStringField("remedy", remedy);
            }
            if (!field.isEmpty()) {
                json.writeStringField("field", field);
            }
            json.writeEndObject();
        }
    }

    private static int statusOf(SluiceException error) {
        if (error instanceof NotFoundException) {
            return 404;
        }
        return error instanceof RejectedException ? 422 : 503;
    }

    private static String titleOf(int status) {
        return switch (status) {
            case 400 -> "Malformed request";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 409 -> "Conflict";
            case 413 -> "Request too large";
            case 415 -> "Unsupported media type";
            case 422 -> "Unfit content";
            case 503 -> "Unavailable at present";
            default -> status < 500 ? "Request refused" : "Internal error";
        };
    }
}
