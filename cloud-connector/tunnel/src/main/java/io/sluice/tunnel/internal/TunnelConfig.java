package io.sluice.tunnel.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Who may look at this node from above, and whom this one looks at. */
@ObjectClassDefinition(
        id = TunnelComponent.PID,
        name = "Pages of nodes that only dial out",
        description = "A lower node opens a connection when the upper one asks for it; its page is then at /nodes/<id>/ there.")
public @interface TunnelConfig {

    @AttributeDefinition(
            name = "Lower nodes",
            description = "Device ids whose pages are offered here; * for all. Their scripts run as if they were this node's own:"
                    + " name only nodes that you trust as this one.")
    String[] lower() default {};

    @AttributeDefinition(
            name = "Upper nodes",
            description = "Who may look at this node, and where it takes connections, each as id:url, such as"
                    + " 31010000002000000001:https://192.0.2.1:8443.")
    String[] upper() default {};

    @AttributeDefinition(
            name = "Port", description = "Of this node's own HTTP server on loopback; 0 for what it has.", min = "0", max = "65535")
    int port() default 0;

    @AttributeDefinition(
            name = "Authority",
            description = "PEM file of the certificates that an upper node's may be signed by; empty for those that Java trusts.")
    String tls_authority() default "";

    @AttributeDefinition(name = "Certificate", description = "PEM file of what this node shows an upper one; empty for none.")
    String tls_certificate() default "";

    @AttributeDefinition(name = "Key", description = "PEM file of the certificate's private key (PKCS #8).")
    String tls_key() default "";

    @AttributeDefinition(name = "Idle (s)", description = "Without a byte for so long, a connection ends.", min = "1")
    int idle_seconds() default 120;

    @AttributeDefinition(name = "Silence (s)", description = "Without a sign of life for so long, a connection ends.", min = "2")
    int silence_seconds() default 20;
}
