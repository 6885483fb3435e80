package io.sluice.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLSession;

/** Sends what no proper client would send. */
final class RawHttp {

    private RawHttp() {}

    /** The connection must be asked to close, as the answer ends with it. */
    static HttpResponse<String> send(int port, String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new Answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static final class Answer implements HttpResponse<String> {

        private final int status;
        private final HttpHeaders headers;
        private final String body;

        Answer(String text) {
            int end = text.indexOf("\r\n\r\n");
            List<String> lines = text.substring(0, end).lines().toList();
            status = Integer.parseInt(lines.get(0).split(" ")[1]);
            Map<String, List<String>> fields = new TreeMap<>();
            lines.stream().skip(1).map(line -> line.split(": ", 2)).forEach(field ->
                    fields.put(field[0], List.of(field[1])));
            headers = HttpHeaders.of(fields, (name, value) -> true);
            String rest = text.substring(end + 4);
            boolean chunked = headers.firstValue("Transfer-Encoding").orElse("").equals("chunked");
            body = chunked ? unchunked(rest) : rest;
        }

        private static String unchunked(String text) {
            StringBuilder body = new StringBuilder();
            for (int at = 0; ; ) {
                int line = text.indexOf("\r\n", at);
                int size = Integer.parseInt(text.substring(at, line), 16);
                if (size == 0) {
                    return body.toString();
                }
                body.append(text, line + 2, line + 2 + size);
                at = line + 2 + size + 2;
            }
        }

        @Override
        public int statusCode() {
            return status;
        }

        @Override
        public HttpRequest request() {
            return HttpRequest.newBuilder(uri()).build();
        }

        @Override
        public Optional<HttpResponse<String>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return headers;
        }

        @Override
        public String body() {
            return body;
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return URI.create("http://127.0.0.1/");
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }
}
