package io.sluice.playback.internal;

import com.sun.net.httpserver.HttpExchange;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** One request and its answer, as a servlet sees them, over the JDK's own HTTP server. */
final class Exchange {

    private final HttpExchange exchange;
    private final String prefix;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status = 200;

    Exchange(HttpExchange exchange, String prefix) {
        this.exchange = exchange;
        this.prefix = prefix;
    }

    HttpServletRequest request() {
        return proxy(HttpServletRequest.class, (method, argument) -> switch (method) {
            case "getMethod" -> exchange.getRequestMethod();
            case "getPathInfo" -> pathInfo();
            case "getParameter" -> parameters().get(argument[0]);
            case "getHeader" -> exchange.getRequestHeaders().getFirst((String) argument[0]);
            default -> throw new IllegalStateException(method);
        });
    }

    HttpServletResponse response() {
        ServletOutputStream out = new Body();
        return proxy(HttpServletResponse.class, (method, argument) -> {
            switch (method) {
                case "setStatus" -> status = (Integer) argument[0];
                case "setContentType" -> exchange.getResponseHeaders().set("Content-Type", (String) argument[0]);
                case "setHeader" -> exchange.getResponseHeaders().set((String) argument[0], (String) argument[1]);
                case "resetBuffer" -> body.reset();
                case "isCommitted" -> {
                    return false;
                }
                case "getOutputStream" -> {
                    return out;
                }
                case "setCharacterEncoding", "setContentLength", "setContentLengthLong" -> {
                    // The body tells.
                }
                default -> throw new IllegalStateException(method);
            }
            return null;
        });
    }

    void send() throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head || body.size() == 0 ? -1 : body.size());
        if (!head) {
            body.writeTo(exchange.getResponseBody());
        }
        exchange.close();
    }

    private String pathInfo() {
        String path = exchange.getRequestURI().getPath().substring(prefix.length());
        return path.isEmpty() ? null : path;
    }

    private Map<String, String> parameters() {
        String query = exchange.getRequestURI().getRawQuery();
        return query == null ? Map.of() : Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (self, method, arguments) -> call.of(method.getName(), arguments)));
    }

    private interface Call {
        Object of(String method, Object[] arguments);
    }

    private final class Body extends ServletOutputStream {
        @Override
        public void write(int value) {
            body.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            body.write(bytes, offset, length);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("not asynchronous");
        }
    }
}
