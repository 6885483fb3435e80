package io.sluice.rtsp.message;

import java.util.Locale;
import java.util.Optional;

/**
 * The Transport header for one unicast stream, RFC 2326 section 12.39.
 *
 * @param tcp whether RTP is interleaved with the RTSP connection; else UDP
 * @param interleaved the channels of RTP and RTCP
 * @param clientPorts the client's UDP ports for RTP and RTCP
 * @param serverPorts the server's
 * @param source where the server sends from, if not from the host of the connection
 */
public record Transport(
        boolean tcp,
        Optional<Pair> interleaved,
        Optional<Pair> clientPorts,
        Optional<Pair> serverPorts,
        Optional<String> source) {

    /** Channels or ports: for RTP, and for RTCP. */
    public record Pair(int rtp, int rtcp) {
        @Override
        public String toString() {
            return rtp + "-" + rtcp;
        }
    }

    public static Transport interleaved(int rtp, int rtcp) {
        return new Transport(
                true, Optional.of(new Pair(rtp, rtcp)), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Transport udp(Pair client) {
        return new Transport(false, Optional.empty(), Optional.of(client), Optional.empty(), Optional.empty());
    }

    public Transport serverPorts(Pair server) {
        return new Transport(tcp, interleaved, clientPorts, Optional.of(server), source);
    }

    /** The first alternative of a header that is unicast over RTP/AVP. */
    public static Transport parse(String header) {
        for (String alternative : header.split(",")) {
            String[] parts = alternative.strip().split(";");
            String protocol = parts[0].strip().toUpperCase(Locale.ROOT);
            boolean tcp = protocol.equals("RTP/AVP/TCP");
            boolean known = tcp || protocol.equals("RTP/AVP") || protocol.equals("RTP/AVP/UDP");
            if (known && !alternative.toLowerCase(Locale.ROOT).contains(";multicast")) {
                return new Transport(
                        tcp,
                        parameter(parts, "interleaved").map(Transport::pair),
                        parameter(parts, "client_port").map(Transport::pair),
                        parameter(parts, "server_port").map(Transport::pair),
                        parameter(parts, "source"));
            }
        }
        throw new RtspSyntaxException("no transport for unicast RTP/AVP in: " + header);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(tcp ? "RTP/AVP/TCP;unicast" : "RTP/AVP;unicast");
        interleaved.ifPresent(pair -> text.append(";interleaved=").append(pair));
        clientPorts.ifPresent(pair -> text.append(";client_port=").append(pair));
        serverPorts.ifPresent(pair -> text.append(";server_port=").append(pair));
        source.ifPresent(host -> text.append(";source=").append(host));
        return text.toString();
    }

    private static Optional<String> parameter(String[] parts, String name) {
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return Optional.of(part.substring(equals + 1).strip());
            }
        }
        return Optional.empty();
    }

    private static Pair pair(String text) {
        String[] ends = text.split("-");
        try {
            int rtp = Integer.parseInt(ends[0].strip());
            int rtcp = ends.length > 1 ? Integer.parseInt(ends[1].strip()) : rtp + 1;
            if (rtp < 0 || rtp > 65535 || rtcp < 0 || rtcp > 65535) {
                throw new RtspSyntaxException("a transport with channels or ports " + text);
            }
            return new Pair(rtp, rtcp);
        } catch (NumberFormatException e) {
            throw new RtspSyntaxException("a transport with channels or ports " + text);
        }
    }
}
