package io.sluice.algorithm.sign;

import io.sluice.algorithm.archive.Digests;
import io.sluice.algorithm.archive.PackageFile;
import io.sluice.algorithm.archive.PackageWriter;
import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signs packages and tells who signed them. A signature is a file {@code SIGNATURES/<key id>.<kind>} with nothing but the
 * signature of {@code SIGNATURES/digests}, so that any tool can verify it; {@link PackageFile} has seen that the list is that of
 * the content.
 */
public final class PackageSignatures {

    private static final int MOST_BYTES = 1024;
    private static final int MOST_SIGNATURES = 32;
    private static final Pattern NAME =
            Pattern.compile(PackageFile.SIGNATURES + "([0-9a-f]{" + PublicKey.ID_DIGITS + "})\\.(ed25519|sm2)");
    private static final String REMEDY = "Obtain the package again from its maker.";

    private PackageSignatures() {}

    /** A signature as found. @param name of the trusted maker; empty where the key is not in the trust store */
    public record Signature(String keyId, KeyKind kind, String name) {

        public boolean trusted() {
            return !name.isEmpty();
        }
    }

    /**
     * Verifies all signatures whose keys are in the trust store.
     *
     * @return all signatures, in the order of their keys' ids; none for an unsigned package
     * @throws RejectedException {@code package.signature.wrong} when one does not hold, {@code package.signature.malformed}
     *     when one has no such name or form
     */
    public static List<Signature> verify(PackageFile file, TrustStore trust) throws IOException {
        List<Signature> found = new ArrayList<>();
        byte[] list = Digests.list(file.digests());
        for (String entry : file.signatures()) {
            if (entry.equals(PackageFile.LIST)) {
                continue;
            }
            Matcher name = NAME.matcher(entry);
            if (!name.matches() || found.size() == MOST_SIGNATURES) {
                throw new RejectedException("package.signature.malformed",
                        "The package's entry '" + entry + "' is no signature, or there are too many.", REMEDY, null);
            }
            found.add(verify(file, trust, list, entry, name.group(1), name.group(2)));
        }
        return found;
    }

    private static Signature verify(
            PackageFile file, TrustStore trust, byte[] list, String entry, String id, String suffix) throws IOException {
        KeyKind kind = suffix.equals(KeyKind.SM2.suffix()) ? KeyKind.SM2 : KeyKind.ED25519;
        byte[] signature = file.bytes(entry, MOST_BYTES);
        TrustStore.Trusted maker = trust.find(id).orElse(null);
        if (maker == null) {
            return new Signature(id, kind, "");
        }
        if (maker.key().kind() != kind || !maker.key().verifies(list, signature)) {
            throw new RejectedException("package.signature.wrong",
                    "The signature '" + entry + "' of " + maker.name() + " does not hold: the package was changed, or was never signed "
                            + "by this key.", REMEDY, null);
        }
        return new Signature(id, kind, maker.name());
    }

    /**
     * As {@link #verify}, and at least one signature must be of someone trusted.
     *
     * @return the trusted ones
     * @throws RejectedException {@code package.signature.missing} or {@code package.signature.untrusted} besides
     */
    public static List<Signature> require(PackageFile file, TrustStore trust) throws IOException {
        List<Signature> all = verify(file, trust);
        if (all.isEmpty()) {
            throw new RejectedException("package.signature.missing", "The package is not signed.",
                    "Let its maker sign it, or allow unsigned packages.", null);
        }
        List<Signature> trusted = all.stream().filter(Signature::trusted).toList();
        if (trusted.isEmpty()) {
            throw new RejectedException("package.signature.untrusted",
                    "The package is signed by nobody known here, but by the key " + all.get(0).keyId() + ".",
                    "Put its maker's public key into the folder of trusted keys, if you trust it.", null);
        }
        return trusted;
    }

    /**
     * Writes a copy with one more signature; one by the same key is replaced.
     *
     * @param target replaced at once when the copy is complete; may be the package itself
     */
    public static void sign(PackageFile file, PrivateKey key, Path target) throws IOException {
        byte[] list = Digests.list(file.digests());
        Map<String, byte[]> added = new LinkedHashMap<>();
        added.put(PackageFile.LIST, list);
        added.put(PackageFile.SIGNATURES + key.publicKey().id() + "." + key.publicKey().kind().suffix(), key.sign(list));
        PackageWriter.copy(file, added, target);
    }
}
