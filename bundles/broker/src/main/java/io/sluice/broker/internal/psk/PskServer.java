package io.sluice.broker.internal.psk;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.PSKTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.PskIdentity;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.TlsPSKIdentityManager;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;

/**
 * The server's part of one handshake: pre-shared keys in TLS 1.3 (RFC 8446) and 1.2 (RFC 5489, 8442), with forward secrecy where
 * the device can. An identity that is not known gets a key nobody has, and so fails as one with a wrong key does: who
 * tries learns nothing of which exist.
 */
final class PskServer extends PSKTlsServer {

    private static final int[] SUITES = {
        CipherSuite.TLS_AES_128_GCM_SHA256,
        CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_PSK_WITH_AES_256_GCM_SHA384,
    };
    private static final int NOBODYS_KEY = 32;

    private final TlsCrypto crypto;
    private final Map<String, PskDevice> devices;
    private Optional<PskDevice> claimed = Optional.empty();

    PskServer(TlsCrypto crypto, Map<String, PskDevice> devices) {
        super(crypto, new Keys(crypto, devices));
        this.crypto = crypto;
        this.devices = devices;
    }

    /** Who it is, once the handshake is complete. */
    Optional<PskDevice> device() {
        return claimed.isPresent() ? claimed : ((Keys) getPSKIdentityManager()).claimed;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.TLSv13.downTo(ProtocolVersion.TLSv12);
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(crypto, SUITES);
    }

    @Override
    public TlsPSKExternal getExternalPSK(@SuppressWarnings("rawtypes") Vector identities) {
        byte[] first = {};
        for (Object offered : identities) {
            byte[] identity = ((PskIdentity) offered).getIdentity();
            Optional<PskDevice> known = find(devices, identity);
            if (known.isPresent()) {
                claimed = known;
                return external(identity, known.get().key());
            }
            first = first.length == 0 ? identity : first;
        }
        return external(first, random(crypto));
    }

    private TlsPSKExternal external(byte[] identity, byte[] key) {
        return new BasicTlsPSKExternal(identity, crypto.createSecret(key.clone()), PRFAlgorithm.tls13_hkdf_sha256);
    }

    private static Optional<PskDevice> find(Map<String, PskDevice> devices, byte[] identity) {
        return Optional.ofNullable(devices.get(new String(identity, StandardCharsets.UTF_8)));
    }

    private static byte[] random(TlsCrypto crypto) {
        byte[] key = new byte[NOBODYS_KEY];
        crypto.getSecureRandom().nextBytes(key);
        return key;
    }

    /** Keys in TLS 1.2. */
    private static final class Keys implements TlsPSKIdentityManager {

        private final TlsCrypto crypto;
        private final Map<String, PskDevice> devices;
        private Optional<PskDevice> claimed = Optional.empty();

        Keys(TlsCrypto crypto, Map<String, PskDevice> devices) {
            this.crypto = crypto;
            this.devices = devices;
        }

        @Override
        public byte[] getHint() {
            return null;
        }

        @Override
        public byte[] getPSK(byte[] identity) {
            claimed = find(devices, identity);
            return claimed.map(device -> device.key().clone()).orElseGet(() -> random(crypto));
        }
    }
}
