package io.sluice.console.internal;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@code /api/*} as far as the page uses it. */
final class FakeApi extends HttpServlet implements AutoCloseable {

    static final String NASTY = "<img src=x onerror=document.title='hit'>";
    private static final long serialVersionUID = 1;
    /** Whole seconds, so that a time that a test asks for is a time of a picture. */
    final transient Instant recordedFrom = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 600);

    final transient FakeResources resources = new FakeResources();
    final transient FakeLinks links = new FakeLinks();
    final transient FakeCompressions compressions = new FakeCompressions();
    private final transient Picture picture = new Picture();
    private final transient List<AsyncContext> listeners = new CopyOnWriteArrayList<>();
    private final transient List<String> cameras = new CopyOnWriteArrayList<>(List.of(camera("gate", NASTY)));
    private final transient List<String> statuses = new CopyOnWriteArrayList<>();
    private volatile boolean away;
    private volatile String lastCamera = "";

    static String camera(String id, String name) {
        return """
                {"id":"%s","name":"%s","source":{"driver":"rtsp","settings":{"url":"rtsp://192.0.2.1/a"}},
                "recording":{"enabled":true,"segmentSeconds":10,"maxAgeHours":24},"analyses":[{"model":"m",
                "framesPerSecond":5,"region":{"x":0,"y":0,"width":1,"height":1},"scoreThreshold":-1,"labels":[],
                "zones":[],"lines":[]}],"status":null,"stream":null}""".formatted(id, name);
    }

    /** The gateway goes away, or comes back. */
    void away(boolean now) {
        away = now;
        listeners.forEach(AsyncContext::complete);
        listeners.clear();
    }

    /** What the page sent last to add a camera. */
    String lastCamera() {
        return lastCamera;
    }

    void status(String json) {
        statuses.add(json);
        send("status", "", json);
    }

    /** A result: one box that moves from left to right with the picture's number. */
    void found(int number, long mediaTime) {
        send("result", String.valueOf(number + 1), result(number + 1, mediaTime, Instant.now(), number % 60 / 120.0));
    }

    private static String result(long id, long mediaTime, Instant wallClock, double x) {
        return """
                {"id":%d,"camera":"gate","sequence":%d,"mediaTime":%d,"wallClock":"%s","model":"m","modelVersion":"1",\
                "detections":[{"label":"good","score":0.9,"box":{"x":%s,"y":0.2,"width":0.2,"height":0.3},"trackId":7}],\
                "crossings":[]}""".formatted(id, id, mediaTime, wallClock, x);
    }

    private void send(String event, String id, String data) {
        String text = (id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + event + "\ndata: "
                + data.replace("\n", "") + "\n\n";
        for (AsyncContext listener : listeners) {
            try {
                synchronized (listener) {
                    PrintWriter out = listener.getResponse().getWriter();
                    out.write(text);
                    if (out.checkError()) {
                        listeners.remove(listener);
                    }
                }
            } catch (IOException | IllegalStateException gone) {
                listeners.remove(listener);
            }
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        if (away) {
            response.sendError(503);
        } else if (path.equals("/events")) {
            listen(request, response);
        } else if (path.equals("/cameras") && request.getMethod().equals("POST")) {
            add(new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8), response);
        } else if (path.endsWith("/release") && request.getMethod().equals("POST")
                && "application/json".equals(request.getContentType())) {
            // The gateway refuses changes of any other type.
            resources.released = path;
            response.setStatus(204);
        } else if (List.of("/links", "/tasks", "/outbox").contains(path) || path.startsWith("/task-results/")) {
            links.answer(path, response);
        } else if (path.startsWith("/compressions")) {
            json(response, compressions.status(request), compressions.answer(request));
        } else if (path.endsWith(".m3u8")) {
            response.setContentType("application/vnd.apple.mpegurl");
            response.getWriter().write(playlist());
        } else if (path.equals("/recordings/segments/1.mp4")) {
            range(request, response);
        } else {
            json(response, 200, answer(path, request));
        }
    }

    private String answer(String path, HttpServletRequest request) {
        return switch (path) {
            case "/cameras" -> cameras.toString();
            case "/status" -> statuses.toString();
            case "/models" -> "[{\"id\":\"m\",\"name\":\"Model\",\"version\":\"1\",\"labels\":[\"good\",\"bridge\"]}]";
            case "/drivers" -> """
                    [{"kind":"rtsp","name":"RTSP","description":"","settings":[
                    {"name":"url","title":"Address","description":"","type":"string","default":"","required":true,
                    "secret":false,"options":[]}]}]""";
            case "/results" -> results(request);
            case "/recordings/gate" -> "{\"camera\":\"gate\",\"spans\":[{\"start\":\"" + recordedFrom + "\",\"end\":\""
                    + recordedFrom.plusSeconds(4) + "\"}]}";
            case "/accelerators", "/placement", "/resources", "/resources/history" -> resources.answer(path);
            default -> "[]";
        };
    }

    /** Of what was recorded only; what is live comes by events. */
    private String results(HttpServletRequest request) {
        String from = request.getParameter("from");
        if (from == null || Instant.parse(from).isAfter(recordedFrom.plusSeconds(4))) {
            return "{\"results\":[]}";
        }
        StringBuilder all = new StringBuilder();
        for (int number = 0; number < 20; number++) {
            Instant time = recordedFrom.plusMillis(number * 200L);
            all.append(all.isEmpty() ? "" : ",").append(result(number + 1, 0, time, number / 40.0));
        }
        return "{\"results\":[" + all + "]}";
    }

    private String playlist() {
        int init = picture.initBytes();
        return """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-TARGETDURATION:4
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-MAP:URI="../segments/1.mp4",BYTERANGE="%d@0"
                #EXT-X-PROGRAM-DATE-TIME:%s
                #EXTINF:4.0,
                #EXT-X-BYTERANGE:%d@%d
                ../segments/1.mp4
                #EXT-X-ENDLIST
                """.formatted(init, recordedFrom, picture.mediaBytes(), init);
    }

    private void range(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] ends = request.getHeader("Range").substring("bytes=".length()).split("-");
        int from = Integer.parseInt(ends[0]);
        int to = Math.min(Integer.parseInt(ends[1]), picture.file().length - 1);
        response.setStatus(206);
        response.setContentType("video/mp4");
        response.setHeader("Content-Range", "bytes " + from + "-" + to + "/" + picture.file().length);
        response.getOutputStream().write(picture.file(), from, to - from + 1);
    }

    private void add(String body, HttpServletResponse response) throws IOException {
        lastCamera = body;
        if (body.contains("rtsp://")) {
            cameras.add(body);
            json(response, 201, body);
            send("camera", "", body);
            return;
        }
        response.setContentType("application/problem+json");
        response.setStatus(400);
        response.getWriter().write("""
                {"type":"urn:sluice:problem:x","title":"Malformed request","status":400,"code":"x.unknown",
                "detail":"The address must begin with rtsp://.","field":"source.settings.url"}""");
    }

    private void listen(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.flushBuffer();
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        listeners.add(context);
    }

    private static void json(HttpServletResponse response, int status, String body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(body);
    }

    @Override
    public void close() {
        listeners.forEach(AsyncContext::complete);
    }
}
