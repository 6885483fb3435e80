package io.sluice.rest.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Bodies that are packages, or pieces of them. */
final class PackageBodies {

    private static final int MOST_DISCARDED = 1 << 20;

    private PackageBodies() {}

    /** Whether a request says that its body is a package. A form of another site cannot say so. */
    static boolean isPackage(String contentType) {
        String type = contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/zip");
    }

    static void checkType(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        if (!isPackage(request.getContentType()) || encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new HttpProblem(
                    415, "http.content-type.package", "The body must be application/zip, an algorithm package.",
                    "Send the header 'Content-Type: application/zip'.", "");
        }
    }

    /** A connection closed while the client still sends would take the answer with it; patience has an end, though. */
    static void discard(HttpServletRequest request) {
        try {
            InputStream body = request.getInputStream();
            byte[] buffer = new byte[1 << 16];
            for (int left = MOST_DISCARDED; left > 0 && body.read(buffer) > 0; left -= buffer.length) {
                // Nothing to do with it.
            }
        } catch (IOException gone) {
            // Then nobody waits for an answer.
        }
    }
}
