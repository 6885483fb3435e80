package io.sluice.rest.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.PeerGate;
import io.sluice.api.model.PeerRequest;
import io.sluice.support.http.Problems;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterPattern;

/**
 * Hands packages only to gateways that prove who they are, and takes them only from those; proves this gateway in each answer. A
 * package's content is proven by the digest in its address instead, since its answer is too long to wait for its end.
 */
@Component(service = Filter.class)
@HttpWhiteboardFilterPattern({"/api/models/packages", "/api/models/packages/*", "/api/models/uploads/*"})
public final class PeerFilter implements Filter {

    private static final int UNAUTHORIZED = 401;

    private final Services services;

    @Activate
    public PeerFilter(@Reference Services services) {
        this.services = services;
    }

    /** Whether the answer to an error is that the asker is not believed. */
    static boolean unproven(SluiceException error) {
        return error.code().startsWith("model.peer.") && error instanceof RejectedException;
    }

    @Override
    public void doFilter(ServletRequest plainRequest, ServletResponse plainResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) plainRequest;
        HttpServletResponse response = (HttpServletResponse) plainResponse;
        PeerGate.Admission admission;
        try {
            admission = services.peerGate().admit(described(request));
        } catch (SluiceException refused) {
            PackageBodies.discard(request);
            if (unproven(refused)) {
                // RFC 9110, section 11.6.1, wants it said by what one can prove oneself.
                response.setHeader("WWW-Authenticate", "Signature realm=\"packages\"");
                Problems.send(response, UNAUTHORIZED, refused.code(), refused.getMessage(), refused.remedy(), "");
            } else {
                Problems.send(response, refused);
            }
            return;
        }
        ProvenAnswer answer = new ProvenAnswer(response, admission);
        chain.doFilter(new SignedBody(request, admission), answer);
        answer.complete();
    }

    private static PeerRequest described(HttpServletRequest request) {
        Map<String, String> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", Collections.list(request.getHeaders(name))));
        }
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        return new PeerRequest(
                request.getMethod(), request.getRequestURI(), query, headers, loopback(request.getRemoteAddr()));
    }

    private static boolean loopback(String address) {
        try {
            // A literal: nothing is looked up.
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (IOException unknown) {
            return false;
        }
    }
}
