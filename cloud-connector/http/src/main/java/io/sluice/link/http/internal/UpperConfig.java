package io.sluice.link.http.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** One node to register with by HTTP. */
@ObjectClassDefinition(
        id = UpperComponent.PID,
        name = "Upper node by HTTP",
        description = "A node that schedules tasks for this one. Commands come back to this node's own port.")
public @interface UpperConfig {

    @AttributeDefinition(name = "Address", description = "Such as http://192.0.2.1:8080, or https.")
    String url();

    @AttributeDefinition(
            name = "Password",
            description = "By which both prove who they are; empty where both do by certificates. Keep the file of this"
                    + " configuration private.",
            type = AttributeType.PASSWORD)
    String password() default "";

    @AttributeDefinition(
            name = "Authority",
            description = "For https: PEM file of the certificates that the node's may be signed by; empty for those that Java"
                    + " trusts.")
    String tls_authority() default "";

    @AttributeDefinition(name = "Certificate", description = "For https: PEM file of what this node shows; empty for none.")
    String tls_certificate() default "";

    @AttributeDefinition(name = "Key", description = "PEM file of the certificate's private key (PKCS #8).")
    String tls_key() default "";

    @AttributeDefinition(
            name = "Revoked certificates",
            description = "Files of the lists of revoked certificates, PEM or DER, one for each authority; empty to look at none.")
    String[] tls_revoked() default {};

    @AttributeDefinition(name = "SM suites", description = "Whether to speak TLS by SM2, SM3 and SM4 only (RFC 8998).")
    boolean tls_sm() default false;

    @AttributeDefinition(
            name = "Own port",
            description = "TCP port at which the upper node reaches this one; 0 for that of the web page, -1 for none.",
            min = "-1",
            max = "65535")
    int port() default 0;

    @AttributeDefinition(name = "Own port by TLS", description = "Whether the own port speaks TLS.")
    boolean port_tls() default false;

    @AttributeDefinition(name = "Keepalive (s)", description = "Between two signs of life.", min = "1")
    int keepalive_seconds() default 90;

    @AttributeDefinition(
            name = "Expiry (s)", description = "Silence after which the upper node has forgotten this one.", min = "1")
    int expiry_seconds() default 300;
}
