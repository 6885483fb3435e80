package io.sluice.link.http.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** This node as others see it by HTTP, and who may register with it. */
@ObjectClassDefinition(
        id = NodeComponent.PID,
        name = "Links by HTTP",
        description = "This node's id, and the nodes that may register here. Nodes to register with are configurations of "
                + UpperComponent.PID + ".")
public @interface NodeConfig {

    @AttributeDefinition(
            name = "Device id",
            description = "20 digits that name this node on these links; empty for the id that it has for everybody.")
    String device_id() default "";

    @AttributeDefinition(
            name = "Nodes",
            description = "Who may register here, each as id:password. Keep the file of this configuration private.",
            type = AttributeType.PASSWORD)
    String[] devices() default {};

    @AttributeDefinition(
            name = "Nodes by certificate",
            description = "Ids of nodes that may register here by a certificate with their id, at the port of TLS.")
    String[] certificates() default {};

    @AttributeDefinition(
            name = "Authority",
            description = "For commands by https: PEM file of the certificates that lower nodes' may be signed by. Such a node is"
                    + " known by the id in its certificate, whatever its address. Empty to go by what Java trusts.")
    String tls_authority() default "";

    @AttributeDefinition(name = "Certificate", description = "For commands by https: PEM file of what this node shows; empty for none.")
    String tls_certificate() default "";

    @AttributeDefinition(name = "Key", description = "PEM file of the certificate's private key (PKCS #8).")
    String tls_key() default "";

    @AttributeDefinition(
            name = "Revoked certificates",
            description = "Files of the lists of revoked certificates, PEM or DER, one for each authority; empty to look at none.")
    String[] tls_revoked() default {};

    @AttributeDefinition(name = "SM suites", description = "Whether to speak TLS by SM2, SM3 and SM4 only (RFC 8998).")
    boolean tls_sm() default false;

    @AttributeDefinition(name = "MD5", description = "Whether old devices may prove who they are by MD5.")
    boolean md5() default false;

    @AttributeDefinition(
            name = "Expiry (s)", description = "Silence after which a node has to register anew.", min = "1")
    int expiry_seconds() default 300;

    @AttributeDefinition(name = "Largest message (KiB)", description = "A longer one is refused.", min = "1", max = "65536")
    int body_kib() default 1024;

    @AttributeDefinition(name = "Requests a second", description = "Taken of one node in the long run.", min = "1")
    int requests_per_second() default 500;

    @AttributeDefinition(name = "Requests at once", description = "Taken of one node after a pause.", min = "1")
    int requests_at_once() default 2000;

    @AttributeDefinition(
            name = "Quarantine (s)",
            description = "How long a node is shut out that goes on against the limit.",
            min = "1")
    int quarantine_seconds() default 60;
}
