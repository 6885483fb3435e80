package io.sluice.algorithm.sign;

import io.sluice.api.error.InvalidInputException;
import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** By which packages are signed. Kept by its maker, never on a gateway. Immutable. */
public final class PrivateKey {

    private final AsymmetricKeyParameter secret;
    private final AsymmetricKeyParameter open;
    private final PublicKey publicKey;

    private PrivateKey(AsymmetricKeyParameter secret, AsymmetricKeyParameter open) throws IOException {
        this.secret = secret;
        this.open = open;
        this.publicKey = PublicKey.of(SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(open));
    }

    /** A new one. */
    public static PrivateKey generate(KeyKind kind) {
        AsymmetricCipherKeyPair pair = switch (kind) {
            case ED25519 -> {
                Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
                generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
                yield generator.generateKeyPair();
            }
            case SM2 -> {
                ECKeyPairGenerator generator = new ECKeyPairGenerator();
                generator.init(new ECKeyGenerationParameters(curve(), new SecureRandom()));
                yield generator.generateKeyPair();
            }
        };
        try {
            return new PrivateKey(pair.getPrivate(), pair.getPublic());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The Ed25519 key of a secret (RFC 8032, section 5.1.5), which may be derived from another.
     *
     * @param secret 32 bytes
     */
    public static PrivateKey ofSeed(byte[] secret) {
        Ed25519PrivateKeyParameters parameters = new Ed25519PrivateKeyParameters(secret, 0);
        try {
            return new PrivateKey(parameters, parameters.generatePublicKey());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @throws InvalidInputException {@code key.malformed} */
    static PrivateKey of(PrivateKeyInfo info) {
        KeyKind.of(info.getPrivateKeyAlgorithm()).orElseThrow(() -> Pem.malformed(
                "is of a kind that is not in use here, " + info.getPrivateKeyAlgorithm().getAlgorithm()));
        try {
            AsymmetricKeyParameter secret = PrivateKeyFactory.createKey(info);
            if (secret instanceof Ed25519PrivateKeyParameters edwards) {
                return new PrivateKey(edwards, edwards.generatePublicKey());
            }
            ECPrivateKeyParameters scalar = (ECPrivateKeyParameters) secret;
            return new PrivateKey(scalar, new ECPublicKeyParameters(
                    new FixedPointCombMultiplier().multiply(curve().getG(), scalar.getD()), curve()));
        } catch (IOException | RuntimeException error) {
            throw Pem.malformed("cannot be read: " + error.getMessage());
        }
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** Signature of the content. */
    public byte[] sign(byte[] content) {
        try {
            Signer signer = Signers.of(publicKey.kind());
            signer.init(true, publicKey.kind() == KeyKind.SM2
                    ? Signers.parameters(KeyKind.SM2, new ParametersWithRandom(secret, new SecureRandom())) : secret);
            signer.update(content, 0, content.length);
            return signer.generateSignature();
        } catch (CryptoException error) {
            throw new IllegalStateException(error);
        }
    }

    /** As {@code PRIVATE KEY} in PEM (PKCS#8), not encrypted. */
    public String pem() {
        try {
            return Pem.write("PRIVATE KEY", PrivateKeyInfoFactory.createPrivateKeyInfo(secret).getEncoded("DER"));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Its public half as {@code PUBLIC KEY} in PEM (SubjectPublicKeyInfo). */
    public String publicPem() {
        try {
            return Pem.write("PUBLIC KEY",
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(open).getEncoded("DER"));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ECNamedDomainParameters curve() {
        return new ECNamedDomainParameters(GMObjectIdentifiers.sm2p256v1, GMNamedCurves.getByName("sm2p256v1"));
    }
}
