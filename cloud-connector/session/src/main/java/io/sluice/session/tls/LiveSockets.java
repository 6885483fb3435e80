package io.sluice.session.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/** Makes each socket by the files as they are then. */
final class LiveSockets extends SSLSocketFactory {

    private final Supplier<SSLSocketFactory> now;
    private final Suites suites;

    LiveSockets(Supplier<SSLSocketFactory> now, Suites suites) {
        this.now = now;
        this.suites = suites;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return now.get().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return now.get().getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return suites.tune(now.get().createSocket());
    }

    @Override
    public Socket createSocket(Socket below, String host, int port, boolean close) throws IOException {
        return suites.tune(now.get().createSocket(below, host, port, close));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return suites.tune(now.get().createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        return suites.tune(now.get().createSocket(host, port, from, fromPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return suites.tune(now.get().createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        return suites.tune(now.get().createSocket(host, port, from, fromPort));
    }
}
