package io.sluice.models.internal;

import io.sluice.algorithm.seal.Cipher;
import io.sluice.models.internal.store.SignaturePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where algorithms are looked for, and which are taken. */
@ObjectClassDefinition(
        id = ModelWatch.PID,
        name = "Models",
        description = "Folders and packages of algorithms.")
public @interface ModelsConfig {

    @AttributeDefinition(
            name = "Directories",
            description = "Absolute paths of further folders of algorithm folders. Those in the gateway's data folder"
                    + " come first, then these, then those of the distribution; the first with an id wins.")
    String[] directories() default {};

    @AttributeDefinition(
            name = "Plain folders",
            description = "Whether plain algorithm folders in the data folder are taken. They have no signature: whoever"
                    + " may write there is trusted.")
    boolean plain_folders() default true;

    @AttributeDefinition(
            name = "Signatures",
            description = "Which packages are taken: those signed by somebody trusted only (REQUIRED), unsigned ones too"
                    + " (IF_PRESENT), or all (NONE).")
    SignaturePolicy signatures() default SignaturePolicy.REQUIRED;

    @AttributeDefinition(
            name = "Trusted keys",
            description = "Folder of the public keys (PEM) of those whose packages are taken; empty for etc/trusted in the"
                    + " data folder.")
    String trusted_keys() default "";

    @AttributeDefinition(
            name = "Peers' keys",
            description = "Folder of the public keys (PEM) of the gateways that packages are exchanged with, each <name>.pem;"
                    + " empty for etc/peers in the data folder. This gateway's own is identity/gateway.pem there.")
    String peer_keys() default "";

    @AttributeDefinition(
            name = "Open on loopback",
            description = "Whether packages are handed to and taken from this machine's own programs without a proof of who"
                    + " they are. Not to be set behind a proxy on this machine, since all come from it then.")
    boolean open_on_loopback() default false;

    @AttributeDefinition(
            name = "Clock window",
            description = "How many seconds, 5 to 600, another gateway's clock may be off when it asks for packages.")
    int clock_window_seconds() default 60;

    @AttributeDefinition(
            name = "Key file",
            description = "The gateway's secret, with which models are encrypted; empty for identity/gateway.key in the"
                    + " data folder. Back it up: without it imported packages are lost.")
    String key_file() default "";

    @AttributeDefinition(name = "Cipher", description = "By which newly imported models are encrypted.")
    Cipher cipher() default Cipher.AES_256_GCM;

    @AttributeDefinition(
            name = "Gateway id",
            description = "As licences name this gateway; empty for the id made of its key.")
    String gateway_id() default "";

    @AttributeDefinition(
            name = "Versions kept",
            description = "How many versions of an algorithm are kept, the latest imports. The active one and the one it"
                    + " would be rolled back to are kept besides.")
    int keep_versions() default 5;

    @AttributeDefinition(name = "Most megabytes", description = "Largest package, in units of 10^6 bytes.")
    int most_megabytes() default 1000;

    @AttributeDefinition(
            name = "Test seconds",
            description = "Longest time for testing a model on a device at import.")
    int test_seconds() default 60;
}
