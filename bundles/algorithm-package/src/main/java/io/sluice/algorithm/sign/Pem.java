package io.sluice.algorithm.sign;

import io.sluice.api.error.InvalidInputException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** Keys as PEM texts (RFC 7468): PKCS#8, SubjectPublicKeyInfo, X.509 certificates. */
public final class Pem {

    private static final int MOST_CHARACTERS = 1 << 16;

    private Pem() {}

    /** @throws InvalidInputException {@code key.malformed} when there is no private key of a kind in use */
    public static PrivateKey privateKey(String text) {
        for (PemObject object : objects(text)) {
            if (object.getType().equals("ENCRYPTED PRIVATE KEY")) {
                throw malformed("is encrypted; decrypt it first, for example with: openssl pkcs8 -in key.pem");
            }
            if (object.getType().equals("PRIVATE KEY")) {
                try {
                    return PrivateKey.of(PrivateKeyInfo.getInstance(object.getContent()));
                } catch (IllegalArgumentException error) {
                    throw malformed("cannot be read: " + error.getMessage());
                }
            }
        }
        throw malformed("has no section PRIVATE KEY (PKCS#8)");
    }

    /** Public keys, those of certificates too. @throws InvalidInputException {@code key.malformed} when there is none */
    public static List<PublicKey> publicKeys(String text) {
        List<PublicKey> keys = new ArrayList<>();
        for (PemObject object : objects(text)) {
            try {
                if (object.getType().equals("PUBLIC KEY")) {
                    keys.add(PublicKey.of(SubjectPublicKeyInfo.getInstance(object.getContent())));
                } else if (object.getType().equals("CERTIFICATE")) {
                    keys.add(PublicKey.of(Certificate.getInstance(object.getContent()).getSubjectPublicKeyInfo()));
                }
            } catch (IllegalArgumentException error) {
                throw malformed("cannot be read: " + error.getMessage());
            }
        }
        if (keys.isEmpty()) {
            throw malformed("has neither a section PUBLIC KEY nor CERTIFICATE");
        }
        return keys;
    }

    private static List<PemObject> objects(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw malformed("has more than " + MOST_CHARACTERS + " characters");
        }
        List<PemObject> objects = new ArrayList<>();
        try (PemReader reader = new PemReader(new StringReader(text))) {
            for (PemObject object = reader.readPemObject(); object != null; object = reader.readPemObject()) {
                objects.add(object);
            }
        } catch (IOException | RuntimeException error) {
            throw malformed("is no PEM: " + error.getMessage());
        }
        return objects;
    }

    static String write(String type, byte[] content) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        }
        return text.toString();
    }

    static InvalidInputException malformed(String what) {
        return new InvalidInputException("key.malformed", "", "The key " + what + ".",
                "Give a key for Ed25519 or SM2 in PEM, such as sluice algorithm keygen makes.");
    }
}
