package io.sluice.session.tls;

import static io.sluice.support.testing.TestFramework.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A server by TLS that asks for certificates and gives back each byte; and calls to it. */
final class TlsEcho implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final ServerSocket listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final List<TlsTrouble> refused = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final PemTls tls;
    private final Thread thread;
    private volatile String suite = "";

    TlsEcho(TlsFiles files) throws IOException {
        tls = PemTls.of(files, fault -> refused.add(fault.trouble()));
        thread = new Thread(this::serve, "tls-echo");
        thread.start();
    }

    /** Whom it refused, in order. */
    List<TlsTrouble> refused() {
        return refused;
    }

    /** Of the last connection. */
    String suite() {
        return suite;
    }

    void awaitFailure(String code) throws Exception {
        await("the server learns " + code, () -> failures.contains(code));
    }

    /** Sends a byte and awaits its echo; returns the protocol. */
    String call(TlsFiles files) throws IOException {
        try (SSLSocket socket = (SSLSocket) PemTls.context(files).getSocketFactory()
                .createSocket("127.0.0.1", listening.getLocalPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            socket.getOutputStream().write(7);
            if (socket.getInputStream().read() != 7) {
                throw new IOException("no echo");
            }
            return socket.getSession().getProtocol();
        }
    }

    @Override
    public void close() throws Exception {
        listening.close();
        thread.join(PATIENCE_MILLIS);
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket plain = listening.accept()) {
                echo(plain);
            } catch (IOException closing) {
                failures.add("closed");
            }
        }
    }

    private void echo(Socket plain) throws IOException {
        try {
            // Not closed with the session: what the client still sends would cost it the alert.
            SSLSocket socket = (SSLSocket) tls.context().getSocketFactory().createSocket(plain, "peer", 0, false);
            socket.setUseClientMode(false);
            socket.setNeedClientAuth(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.startHandshake();
            suite = socket.getSession().getCipherSuite();
            int read = socket.getInputStream().read();
            socket.getOutputStream().write(read);
            socket.getOutputStream().flush();
        } catch (IOException failed) {
            TlsTrouble.of(failed).ifPresent(trouble -> failures.add(trouble.code()));
            plain.shutdownOutput();
            plain.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }
}
