package io.sluice.rest.internal;

import io.sluice.support.http.Problems;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterPattern;

/**
 * Keeps pages of other sites, open in the browser of somebody who can reach the gateway, from using it. A name they
 * made to point at the gateway is not one of the gateway's (DNS rebinding), a request they send has their origin (CSRF;
 * RFC 6454), and a form cannot be JSON.
 */
@Component(name = GuardFilter.PID, service = Filter.class)
@ServiceRanking(Integer.MAX_VALUE)
@HttpWhiteboardFilterPattern("/*")
@HttpWhiteboardFilterAsyncSupported
@HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=*)")
@Designate(ocd = GuardConfig.class)
public final class GuardFilter implements Filter {

    static final String PID = "io.sluice.rest";

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Set<String> names;

    @Activate
    public GuardFilter(GuardConfig config) {
        names = Arrays.stream(config.host_names())
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void doFilter(ServletRequest plainRequest, ServletResponse plainResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) plainRequest;
        HttpServletResponse response = (HttpServletResponse) plainResponse;
        response.setHeader("X-Content-Type-Options", "nosniff");
        String host = request.getHeader("Host");
        if (host != null && !HostNames.allowed(host, names)) {
            Problems.send(
                    response, 421, "http.host", "This gateway is not addressed as '" + shown(host) + "'.",
                    "Use its IP address, or add the name to 'host.names' of the configuration " + PID + ".", "");
        } else if (changes(request) && foreign(request, host)) {
            Problems.send(
                    response, 403, "http.origin", "Pages of other sites may not use this gateway.",
                    "Use the gateway's own page.", "");
        } else if (hasUnfitBody(request)) {
            Problems.send(
                    response, 415, "http.content-type", "The body must be application/json in UTF-8, uncompressed.",
                    "Send the header 'Content-Type: application/json'.", "");
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Whether it may change something; a WebSocket is as good as that, since no other check comes after. */
    private static boolean changes(HttpServletRequest request) {
        return !SAFE.contains(request.getMethod()) || "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    private static boolean foreign(HttpServletRequest request, String host) {
        String origin = request.getHeader("Origin");
        return origin != null && (host == null || !HostNames.sameOrigin(origin, host));
    }

    private static boolean hasUnfitBody(HttpServletRequest request) {
        boolean none = request.getMethod().equals("DELETE") && request.getContentType() == null;
        // Packages go to models only; what takes JSON checks for it again.
        boolean isPackage = PackageBodies.isPackage(request.getContentType())
                && request.getRequestURI().startsWith("/api/models");
        return !SAFE.contains(request.getMethod()) && !none && !isPackage && !Json.isJson(request.getContentType());
    }

    private static String shown(String host) {
        return host.length() <= 80 ? host : host.substring(0, 80) + "...";
    }
}
