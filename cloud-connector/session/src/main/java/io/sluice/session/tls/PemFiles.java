package io.sluice.session.tls;

import io.sluice.api.error.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads files as openssl writes them; whatever is wrong is told with the configuration's field. */
final class PemFiles {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final long LARGEST = 64 << 20;

    private PemFiles() {}

    static List<X509Certificate> certificates(String field, String file) {
        try {
            List<X509Certificate> found = new ArrayList<>();
            CertificateFactory.getInstance("X.509", TlsProviders.CRYPTO)
                    .generateCertificates(new ByteArrayInputStream(bytes(field, file)))
                    .forEach(one -> found.add((X509Certificate) one));
            if (found.isEmpty()) {
                throw wrong(field, "There is no certificate in " + file + ".");
            }
            return found;
        } catch (CertificateException damaged) {
            throw wrong(field, "The file " + file + " holds no certificates in PEM: " + damaged.getMessage());
        }
    }

    /** A store with one entry: the key, and the chain of its certificate. Bouncy Castle's, which takes keys of SM2. */
    static KeyStore own(String certificate, String key) throws GeneralSecurityException, IOException {
        List<X509Certificate> chain = certificates("tls.certificate", certificate);
        PrivateKey secret = privateKey(key, chain.get(0).getPublicKey().getAlgorithm());
        if (!KeyPairs.fit(secret, chain.get(0).getPublicKey())) {
            throw wrong("tls.key", "The key in " + key + " does not fit the certificate in " + certificate + ".");
        }
        KeyStore store = KeyStore.getInstance("PKCS12", TlsProviders.CRYPTO);
        store.load(null, null);
        store.setKeyEntry("own", secret, new char[0], chain.toArray(X509Certificate[]::new));
        return store;
    }

    static List<X509CRL> revoked(List<String> files) {
        List<X509CRL> lists = new ArrayList<>();
        for (String file : files) {
            try {
                int before = lists.size();
                for (CRL one : CertificateFactory.getInstance("X.509", TlsProviders.CRYPTO)
                        .generateCRLs(new ByteArrayInputStream(bytes("tls.revoked", file)))) {
                    lists.add((X509CRL) one);
                }
                if (lists.size() == before) {
                    throw wrong("tls.revoked", "There is no list of revoked certificates in " + file + ".");
                }
            } catch (CRLException | CertificateException | RuntimeException damaged) {
                if (damaged instanceof InvalidInputException known) {
                    throw known;
                }
                throw wrong("tls.revoked", "The file " + file + " holds no list of revoked certificates: " + damaged.getMessage());
            }
        }
        return lists;
    }

    private static PrivateKey privateKey(String file, String algorithm) {
        String pem = new String(bytes("tls.key", file), StandardCharsets.ISO_8859_1);
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw wrong("tls.key", "There is no private key in PKCS #8, without a password, in " + file + ".");
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            return KeyFactory.getInstance(algorithm, TlsProviders.CRYPTO).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException unfit) {
            throw wrong("tls.key", "The key in " + file + " does not fit the certificate: " + unfit.getMessage());
        }
    }

    private static byte[] bytes(String field, String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > LARGEST) {
                throw wrong(field, "The file '" + file + "' is too large.");
            }
            return Files.readAllBytes(path);
        } catch (IOException | InvalidPathException unreadable) {
            throw wrong(field, "The file '" + file + "' cannot be read: " + unreadable.getMessage());
        }
    }

    private static InvalidInputException wrong(String field, String message) {
        return new InvalidInputException("link.config.wrong", field, message, "Name a file in PEM.");
    }
}
