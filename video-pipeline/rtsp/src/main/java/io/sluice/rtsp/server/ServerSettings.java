package io.sluice.rtsp.server;

import io.sluice.rtsp.auth.Credentials;
import io.sluice.rtsp.auth.ServerAuth;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a server runs.
 *
 * @param address to listen on; port 0 picks a free one
 * @param login users must give; nobody is asked when empty
 * @param schemes of authentication offered
 * @param nonceLife how long a nonce of Digest is good for
 * @param udp whether RTP over UDP is offered besides TCP
 * @param sessionTimeout without any sign of life from a client
 * @param clientQueue bytes waiting for a client over TCP before it is made to skip to the next key frame
 * @param largestPayload bytes in an RTP packet behind its header
 */
public record ServerSettings(
        InetSocketAddress address,
        Optional<Credentials> login,
        Set<ServerAuth.Scheme> schemes,
        Duration nonceLife,
        boolean udp,
        Duration sessionTimeout,
        int clientQueue,
        int largestPayload) {

    public ServerSettings {
        schemes = Set.copyOf(schemes);
    }

    /** An open server with the usual values. */
    public static ServerSettings on(InetSocketAddress address) {
        return new ServerSettings(
                address,
                Optional.empty(),
                Set.of(ServerAuth.Scheme.DIGEST_MD5, ServerAuth.Scheme.DIGEST_SHA_256),
                Duration.ofMinutes(5),
                true,
                Duration.ofSeconds(60),
                4 * 1024 * 1024,
                1400);
    }

    public ServerSettings login(Credentials user, Set<ServerAuth.Scheme> offered) {
        return new ServerSettings(
                address, Optional.of(user), offered, nonceLife, udp, sessionTimeout, clientQueue, largestPayload);
    }

    public ServerSettings nonceLife(Duration life) {
        return new ServerSettings(
                address, login, schemes, life, udp, sessionTimeout, clientQueue, largestPayload);
    }

    public ServerSettings udp(boolean offered) {
        return new ServerSettings(
                address, login, schemes, nonceLife, offered, sessionTimeout, clientQueue, largestPayload);
    }

    public ServerSettings sessionTimeout(Duration timeout) {
        return new ServerSettings(
                address, login, schemes, nonceLife, udp, timeout, clientQueue, largestPayload);
    }

    public ServerSettings clientQueue(int bytes) {
        return new ServerSettings(address, login, schemes, nonceLife, udp, sessionTimeout, bytes, largestPayload);
    }
}
