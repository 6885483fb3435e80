package io.sluice.playback.internal;

import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.recording.RecordingIndex;
import io.sluice.support.http.ApiServlet;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Everything below {@code /api/recordings}. The recorder may come and go; while it is away the answer is 503. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/recordings/*")
public final class RecordingsServlet extends ApiServlet {

    private static final long serialVersionUID = 1;
    private static final Pattern SEGMENT = Pattern.compile("/segments/(\\d{1,18})\\.mp4");
    private static final Pattern PLAYLIST = Pattern.compile("/([A-Za-z0-9][A-Za-z0-9_-]{0,62})/playlist\\.m3u8");
    private static final Pattern CAMERA = Pattern.compile("/([A-Za-z0-9][A-Za-z0-9_-]{0,62})");

    private final transient Clock clock = Clock.systemUTC();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private transient volatile RecordingIndex index;

    /** For the framework, which then sets the index. */
    public RecordingsServlet() {}

    RecordingsServlet(RecordingIndex index) {
        this.index = index;
    }

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            methodNotAllowed(request, response, "GET, HEAD");
            return;
        }
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        Matcher segment = SEGMENT.matcher(path);
        Matcher playlist = PLAYLIST.matcher(path);
        Matcher camera = CAMERA.matcher(path);
        if (path.isEmpty() || path.equals("/")) {
            Listings.cameras(response, index());
        } else if (segment.matches()) {
            SegmentTransfer.send(request, response, index(), Long.parseLong(segment.group(1)));
        } else if (playlist.matches()) {
            Playlists.send(request, response, index(), playlist.group(1), clock.instant());
        } else if (camera.matches()) {
            Listings.spans(request, response, index(), camera.group(1), clock.instant());
        } else {
            throw new NotFoundException("http.not_found", "There is nothing at this address.");
        }
    }

    private RecordingIndex index() {
        RecordingIndex present = index;
        if (present == null) {
            throw new UnavailableException("playback.no_recorder",
                    "The recorder is not running at present.",
                    "It may be being updated; try again in a few seconds.", null);
        }
        return present;
    }
}
