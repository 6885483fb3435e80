package io.sluice.link.http.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.link.Resource;
import io.sluice.session.FloodGate.Verdict;
import io.sluice.session.Floods;
import io.sluice.session.LowerNodes;
import io.sluice.session.Micros;
import io.sluice.session.Replies;
import io.sluice.session.Requests;
import io.sluice.session.SessionAnswer;
import io.sluice.session.SessionRequest;
import io.sluice.session.tls.CertificateNames;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

/**
 * The interfaces below {@code /System}: registration, time, and the resources of T/AI 116.6. Everybody has to prove who it is;
 * messages are taken of nodes that are registered here, and of those this one is registered with. Whatever is refused is
 * answered with {@code StatusCode} 1 and the reason.
 */
final class SystemServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient HttpNode node;
    private final transient LowerNodes lower;
    private final transient DigestGuard guard;
    private final transient Floods floods;

    SystemServlet(HttpNode node, LowerNodes lower, DigestGuard guard, Floods floods) {
        this.node = node;
        this.lower = lower;
        this.guard = guard;
        this.floods = floods;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long arrived = Micros.now();
        byte[] body = request.getInputStream().readNBytes(node.longest() + 1);
        if (body.length > node.longest()) {
            response.setHeader("Connection", "close");
            refuse(response, 413, "A message may have at most " + node.longest() + " bytes.");
            return;
        }
        Optional<String> shown = byCertificate(request);
        DigestGuard.Finding finding = shown.isPresent()
                ? new DigestGuard.Finding(shown, false, "")
                : guard.find(request.getHeader("Authorization"), request.getMethod(), request.getRequestURI(), body);
        // Who does not say who it is answers for its address, so that it cannot harm a node by the node's name.
        String asker = finding.user().orElse(request.getRemoteAddr());
        if (!passes(asker, response)) {
            return;
        }
        if (finding.user().isEmpty()) {
            guard.challenges(finding.stale()).forEach(challenge -> response.addHeader("WWW-Authenticate", challenge));
            refuse(response, 401, finding.reason());
            return;
        }
        answer(request, response, finding.user().get(), body, arrived);
    }

    /** Who the certificate is of that the port of TLS has taken, if that is somebody to be known by it. */
    private Optional<String> byCertificate(HttpServletRequest request) {
        return request.getAttribute("jakarta.servlet.request.X509Certificate") instanceof X509Certificate[] chain
                ? CertificateNames.ids(chain[0]).stream().filter(node::isKnownByCertificate).findFirst()
                : Optional.empty();
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, String user, byte[] body, long arrived)
            throws IOException {
        String path = request.getRequestURI();
        String method = request.getMethod();
        if (path.equals(TimeAnswer.PATH) && method.equals("GET")) {
            send(response, 200, new TimeAnswer(arrived, Micros.now()).write(node.device()));
            return;
        }
        Optional<SessionRequest.Kind> kind =
                Arrays.stream(SessionRequest.Kind.values()).filter(one -> one.path().equals(path)).findFirst();
        if (kind.isPresent() && method.equals("POST")) {
            SessionAnswer answer = session(kind.get(), user, body, request.getRemoteAddr(), arrived);
            send(response, 200, answer.write(path));
            return;
        }
        Optional<Resource> resource = Arrays.stream(Resource.values())
                .filter(one -> one.path().equals(path) || one.path().equals(path + "/"))
                .findFirst();
        if (resource.isPresent() && resource.get().method().equals(method)) {
            message(response, user, resource.get(), body);
        } else if (resource.isPresent() || kind.isPresent() || path.equals(TimeAnswer.PATH)) {
            refuse(response, 405, "The method " + method + " is not defined for " + path + ".");
        } else {
            refuse(response, 404, "There is no such interface.");
        }
    }

    private SessionAnswer session(SessionRequest.Kind kind, String user, byte[] body, String from, long arrived) {
        SessionAnswer.Outcome outcome;
        String reason;
        try {
            SessionRequest asked = SessionRequest.read(kind, body);
            if (!asked.device().equals(user) || !node.mayRegister(user)) {
                outcome = SessionAnswer.Outcome.WRONG;
                reason = "The device id " + asked.device() + " is not that of who asks, or may not register here.";
            } else {
                LowerNodes.Result result = lower.take(asked, from);
                outcome = result.outcome();
                reason = result.reason();
            }
        } catch (InvalidInputException wrong) {
            outcome = SessionAnswer.Outcome.WRONG;
            reason = wrong.getMessage();
        }
        return new SessionAnswer(outcome, reason, node.device(), arrived, Micros.now());
    }

    private void message(HttpServletResponse response, String user, Resource resource, byte[] body) throws IOException {
        if (!lower.isRegistered(user) && !node.isUpper(user)) {
            refuse(response, 403, "The node " + user + " is not registered; register first.");
            return;
        }
        Requests.Outcome outcome = node.requests().answer(user, resource, body);
        send(response, switch (outcome.fault()) {
            case NONE -> 200;
            case MESSAGE -> 400;
            case NOBODY -> 404;
            case REFUSED -> 409;
            case HERE -> 503;
        }, outcome.body());
    }

    private boolean passes(String asker, HttpServletResponse response) throws IOException {
        Verdict verdict = floods.ask(asker);
        if (verdict == Verdict.PASS) {
            return true;
        }
        response.setHeader("Retry-After", "1");
        refuse(response, 429, verdict == Verdict.LIMITED
                ? "More requests than this node takes; ask less."
                : "Shut out for a while, for asking more than this node takes.");
        return false;
    }

    private static void refuse(HttpServletResponse response, int status, String reason) throws IOException {
        send(response, status, Replies.failure(reason));
    }

    private static void send(HttpServletResponse response, int status, byte[] json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
