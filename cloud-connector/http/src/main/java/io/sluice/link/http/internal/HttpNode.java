package io.sluice.link.http.internal;

import io.sluice.session.Requests;
import io.sluice.session.SessionRequest;
import io.sluice.session.http.Caller;
import io.sluice.session.http.DigestClient;
import io.sluice.session.tls.PemTls;
import io.sluice.session.tls.TlsFiles;
import io.sluice.support.status.StatusReports;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/**
 * What all links by HTTP share: this node's name, the client, and whom it believes. Made and ended by {@link NodeComponent}.
 * Thread-safe.
 */
final class HttpNode {

    /**
     * Who may register here.
     *
     * @param passwords by id
     * @param certificates ids that a certificate is enough for
     * @param tls by which they are sent commands, if they want TLS
     */
    record Lower(Map<String, String> passwords, Set<String> certificates, TlsFiles tls) {}

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final String device;
    private final String instance;
    private final int longest;
    private final Lower lower;
    private final Map<String, String> upper = new ConcurrentHashMap<>();
    private final StatusReports reports;
    private final Requests requests;
    private final HttpClient plain = client().build();

    /**
     * @param longest bytes of a message
     * @param lower the nodes that may register here
     */
    HttpNode(String device, String instance, int longest, Lower lower, StatusReports reports, Requests requests) {
        this.device = device;
        this.instance = instance;
        this.longest = longest;
        this.lower = lower;
        this.reports = reports;
        this.requests = requests;
    }

    String device() {
        return device;
    }

    String instance() {
        return instance;
    }

    int longest() {
        return longest;
    }

    StatusReports reports() {
        return reports;
    }

    Requests requests() {
        return requests;
    }

    /** Whether this node may register here. */
    boolean mayRegister(String user) {
        return lower.passwords.containsKey(user) || lower.certificates.contains(user);
    }

    /** Whether this node is registered with that one. */
    boolean isUpper(String user) {
        return upper.containsKey(user);
    }

    /** Empty for who has none, and has to show a certificate. */
    Optional<String> password(String user) {
        return Optional.ofNullable(lower.passwords.getOrDefault(user, upper.get(user))).filter(word -> !word.isEmpty());
    }

    /** Whether a certificate with this id is enough. */
    boolean isKnownByCertificate(String id) {
        return lower.certificates.contains(id) || upper.containsKey(id);
    }

    /** An upper node proves who it is by the password that this one showed it. */
    void believe(String device, String password) {
        upper.put(device, password);
    }

    void forget(String device) {
        upper.remove(device);
    }

    /** To a node whose certificate Java trusts, if it has one. */
    Caller caller(String password) {
        return new Caller(plain, new DigestClient(device, password), longest);
    }

    /** To a node registered here. */
    Caller caller(SessionRequest lowerNode) {
        String password = password(lowerNode.device()).orElse("");
        return lowerNode.scheme().equals("https") && lower.tls.isGiven()
                ? caller(password, PemTls.context(lower.tls.of(lowerNode.device()))) : caller(password);
    }

    /** To a node by TLS, with what is trusted and shown. */
    Caller caller(String password, SSLContext tls) {
        return new Caller(client().sslContext(tls).build(), new DigestClient(device, password), longest);
    }

    private static HttpClient.Builder client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    }
}
