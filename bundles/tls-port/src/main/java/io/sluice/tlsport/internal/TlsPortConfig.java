package io.sluice.tlsport.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The gateway's port of TLS: where, what it shows, and whom it asks. */
@ObjectClassDefinition(
        id = TlsPortComponent.PID,
        name = "Port of TLS",
        description = "The page, the API and the interfaces for other nodes by TLS, besides the port without.")
public @interface TlsPortConfig {

    @AttributeDefinition(name = "Address", description = "To listen at; empty for that of the port without TLS.")
    String host() default "";

    @AttributeDefinition(name = "Port", description = "TCP port to listen at.", min = "1", max = "65535")
    int port() default 8443;

    @AttributeDefinition(name = "Certificate", description = "PEM file of the certificate and its chain.")
    String tls_certificate();

    @AttributeDefinition(name = "Key", description = "PEM file of the certificate's private key (PKCS #8).")
    String tls_key();

    @AttributeDefinition(
            name = "Client authority",
            description = "PEM file of the authority whose certificates clients may show; empty to ask for none.")
    String tls_client_authority() default "";

    @AttributeDefinition(name = "Clients must", description = "Whether nobody is let in without a certificate of the authority.")
    boolean tls_client_required() default false;

    @AttributeDefinition(
            name = "Revoked certificates",
            description = "Files of the lists of revoked certificates, PEM or DER, one for each authority; empty to look at none.")
    String[] tls_revoked() default {};

    @AttributeDefinition(name = "SM suites", description = "Whether to speak TLS by SM2, SM3 and SM4 only (RFC 8998).")
    boolean tls_sm() default false;
}
