package io.sluice.rest.internal;

import io.sluice.api.model.PeerGate;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * An answer with a signature over its status and its body's digest, for which short bodies wait until they are whole. A package's
 * content goes at once, with a signature over its status.
 */
final class ProvenAnswer extends HttpServletResponseWrapper {

    private final PeerGate.Admission admission;
    private Held held;
    private boolean streamed;

    ProvenAnswer(HttpServletResponse response, PeerGate.Admission admission) {
        super(response);
        this.admission = admission;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        // Content in parts is that of a package, and nothing else's.
        if (!streamed && held == null && getHeader("Accept-Ranges") != null && getStatus() < SC_BAD_REQUEST) {
            streamed = true;
            admission.prove(getStatus(), "").forEach(this::setHeader);
        }
        if (streamed) {
            return super.getOutputStream();
        }
        if (held == null) {
            held = new Held();
        }
        return held;
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        held = null;
    }

    /** Only what was held back can still be replaced. */
    @Override
    public void flushBuffer() throws IOException {
        if (streamed) {
            super.flushBuffer();
        }
    }

    /** Signs and sends what was held back. */
    void complete() throws IOException {
        if (streamed || isCommitted()) {
            return;
        }
        byte[] body = held == null ? new byte[0] : held.bytes.toByteArray();
        String digest = held == null ? "" : "sha-256=:" + Base64.getEncoder().encodeToString(sha256(body)) + ':';
        if (!digest.isEmpty()) {
            setHeader("Content-Digest", digest);
        }
        admission.prove(getStatus(), digest).forEach(this::setHeader);
        if (held != null) {
            super.getOutputStream().write(body);
        }
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static final class Held extends ServletOutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int one) {
            bytes.write(one);
        }

        @Override
        public void write(byte[] from, int offset, int count) {
            bytes.write(from, offset, count);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("writing without waiting is not supported");
        }
    }
}
