package io.sluice.rtsp.sdp;

import io.sluice.rtsp.message.RtspSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A session description, as far as RTSP clients need it.
 *
 * @param attributes of the session, each {@code name} or {@code name:value}
 * @param media in their order
 */
public record SessionDescription(List<String> attributes, List<Media> media) {

    public SessionDescription {
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /**
     * One media description.
     *
     * @param kind such as {@code video}
     * @param protocol such as {@code RTP/AVP}
     * @param formats payload types, the preferred first
     * @param attributes each {@code name} or {@code name:value}
     */
    public record Media(String kind, String protocol, List<String> formats, List<String> attributes) {

        public Media {
            formats = List.copyOf(formats);
            attributes = List.copyOf(attributes);
        }

        public Optional<String> attribute(String name) {
            return find(attributes, name);
        }

        /** Value of an attribute given for a payload type: {@code a=rtpmap:96 ...}. */
        public Optional<String> attribute(String name, String format) {
            return attributes.stream()
                    .filter(attribute -> attribute.startsWith(name + ":" + format + " "))
                    .map(attribute -> attribute.substring(name.length() + format.length() + 2).strip())
                    .findFirst();
        }
    }

    public Optional<String> attribute(String name) {
        return find(attributes, name);
    }

    public static SessionDescription parse(String text) {
        List<String> session = new ArrayList<>();
        List<Media> media = new ArrayList<>();
        List<String> current = session;
        String[] opened = null;
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("m=")) {
                close(opened, current, media);
                opened = line.substring(2).split("\\s+");
                current = new ArrayList<>();
                if (opened.length < 4) {
                    throw new RtspSyntaxException("a media line without port, protocol and formats: " + line);
                }
            } else if (line.startsWith("a=")) {
                current.add(line.substring(2));
            }
        }
        close(opened, current, media);
        return new SessionDescription(session, media);
    }

    private static void close(String[] opened, List<String> attributes, List<Media> media) {
        if (opened != null) {
            media.add(new Media(opened[0], opened[2], List.of(opened).subList(3, opened.length), attributes));
        }
    }

    private static Optional<String> find(List<String> attributes, String name) {
        return attributes.stream()
                .filter(attribute -> attribute.startsWith(name + ":"))
                .map(attribute -> attribute.substring(name.length() + 1).strip())
                .findFirst();
    }
}
