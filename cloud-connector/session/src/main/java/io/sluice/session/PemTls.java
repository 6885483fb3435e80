package io.sluice.session;

import io.sluice.api.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS by files in PEM, as operators have them: whom to trust, and what to show. */
public final class PemTls {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private PemTls() {}

    /**
     * @param authority file of the certificates to trust; empty for those that Java trusts
     * @param certificate file of the own certificate and its chain; empty to show none
     * @param key file of its private key, PKCS #8 and not encrypted
     * @throws InvalidInputException with the field that is wrong: {@code tls.authority}, {@code tls.certificate}, {@code tls.key}
     */
    public static SSLContext context(String authority, String certificate, String key) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authority.isEmpty() ? null : trusted(authority));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(certificate.isEmpty() && key.isEmpty() ? empty() : own(certificate, key), new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyStore trusted(String file) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (Certificate one : certificates("tls.authority", file)) {
            store.setCertificateEntry("authority-" + store.size(), one);
        }
        return store;
    }

    private static KeyStore own(String certificate, String key) throws GeneralSecurityException, IOException {
        Certificate[] chain = certificates("tls.certificate", certificate).toArray(Certificate[]::new);
        KeyStore store = empty();
        store.setKeyEntry("own", privateKey(key, chain[0].getPublicKey().getAlgorithm()), new char[0], chain);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String field, String file) throws GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (!found.isEmpty()) {
                return found;
            }
            throw wrong(field, "There is no certificate in " + file + ".");
        } catch (IOException | InvalidPathException unreadable) {
            throw wrong(field, "The file '" + file + "' cannot be read: " + unreadable.getMessage());
        } catch (CertificateException damaged) {
            throw wrong(field, "The file " + file + " holds no certificates in PEM: " + damaged.getMessage());
        }
    }

    private static PrivateKey privateKey(String file, String algorithm) {
        try {
            String pem = Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
            int begin = pem.indexOf(BEGIN);
            int end = pem.indexOf(END);
            if (begin < 0 || end < begin) {
                throw wrong("tls.key", "There is no private key in PKCS #8, without a password, in " + file + ".");
            }
            byte[] bytes = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (IOException | InvalidPathException unreadable) {
            throw wrong("tls.key", "The file '" + file + "' cannot be read: " + unreadable.getMessage());
        } catch (GeneralSecurityException | IllegalArgumentException unfit) {
            throw wrong("tls.key", "The key in " + file + " does not fit the certificate: " + unfit.getMessage());
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static InvalidInputException wrong(String field, String message) {
        return new InvalidInputException("link.config.wrong", field, message, "Name a file in PEM.");
    }
}
