package io.sluice.rest.internal;

import io.sluice.api.model.PeerGate;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A request whose body is compared with what was signed, at its end: what reads it fails there if it is another. */
final class SignedBody extends HttpServletRequestWrapper {

    private final PeerGate.Admission admission;
    private Checked stream;

    SignedBody(HttpServletRequest request, PeerGate.Admission admission) {
        super(request);
        this.admission = admission;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (stream == null) {
            stream = new Checked(super.getInputStream(), admission);
        }
        return stream;
    }

    private static final class Checked extends ServletInputStream {

        private final ServletInputStream in;
        private final PeerGate.Admission admission;
        private final MessageDigest digest = sha256();
        private boolean ended;

        Checked(ServletInputStream in, PeerGate.Admission admission) {
            this.in = in;
            this.admission = admission;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            if (count > 0) {
                digest.update(target, offset, count);
            } else if (count < 0 && !ended) {
                ended = true;
                admission.checkBody(digest.digest());
            }
            return count;
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("read without waiting is not supported");
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException everyJavaHasIt) {
                throw new IllegalStateException(everyJavaHasIt);
            }
        }
    }
}
