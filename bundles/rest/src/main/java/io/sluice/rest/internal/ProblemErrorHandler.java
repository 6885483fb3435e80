package io.sluice.rest.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses by itself, in the form of RFC 9457 and without its words about the inside. */
final class ProblemErrorHandler implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws JsonProcessingException {
        int status = response.getStatus() >= 400 ? response.getStatus() : 500;
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        if (status < 500) {
            problem.put("type", "urn:sluice:problem:http.refused")
                    .put("title", "Request refused")
                    .put("status", status)
                    .put("detail", "The request cannot be answered (" + status + ").")
                    .put("code", "http.refused")
                    .put("remedy", "Check address, method and headers.");
        } else {
            problem.put("type", "urn:sluice:problem:internal")
                    .put("title", "Internal error")
                    .put("status", status)
                    .put("detail", "The gateway could not handle this request.")
                    .put("code", "internal")
                    .put("remedy", "See the gateway's log.");
        }
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json;charset=utf-8");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(Json.MAPPER.writeValueAsBytes(problem)), callback);
        return true;
    }
}
