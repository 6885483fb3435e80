package io.sluice.broker.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where the broker listens, whom it lets in, and how much room it takes. */
@ObjectClassDefinition(
        id = BrokerComponent.PID,
        name = "MQTT broker",
        description = "The embedded broker of MQTT 5. Anybody may use it on a loopback address as long as no users are named;"
                + " on every other address users are needed.")
public @interface BrokerConfig {

    @AttributeDefinition(name = "Address", description = "IP address or host name to listen at.")
    String host() default "127.0.0.1";

    @AttributeDefinition(name = "Port", description = "TCP port to listen at.", min = "1", max = "65535")
    int port() default 1883;

    @AttributeDefinition(
            name = "Certificate",
            description = "PEM file of the certificate and its chain; with it, connections are by TLS only.")
    String tls_certificate() default "";

    @AttributeDefinition(name = "Key", description = "PEM file of the certificate's private key (PKCS #8).")
    String tls_key() default "";

    @AttributeDefinition(
            name = "Client authority",
            description = "PEM file of the authority whose certificates clients must show; empty to ask for none.")
    String tls_client_authority() default "";

    @AttributeDefinition(
            name = "Revoked certificates",
            description = "Files of the lists of revoked certificates, PEM or DER, one for each authority; empty to look at none.")
    String[] tls_revoked() default {};

    @AttributeDefinition(name = "SM suites", description = "Whether to speak TLS by SM2, SM3 and SM4 only (RFC 8998).")
    boolean tls_sm() default false;

    @AttributeDefinition(
            name = "Users",
            description = "Who may connect, each as name:password. Who is named by the 20 digits of a node may use that node's topics"
                    + " only. Keep the file of this configuration private.",
            type = AttributeType.PASSWORD)
    String[] users() default {};

    @AttributeDefinition(
            name = "Port of TLS-PSK",
            description = "TCP port for small devices with pre-shared keys, at the same address; 0 for none.",
            min = "0",
            max = "65535")
    int psk_port() default 0;

    @AttributeDefinition(
            name = "Pre-shared keys",
            description = "Who may connect at the port of TLS-PSK, each as identity:user:key, the key of at least 16 bytes in"
                    + " hexadecimal. Each is one of the users. Keep the file of this configuration private.",
            type = AttributeType.PASSWORD)
    String[] psk_devices() default {};

    @AttributeDefinition(name = "Connections by TLS-PSK", description = "Most at a time.", min = "1")
    int psk_connections() default 1000;

    @AttributeDefinition(name = "Idle by TLS-PSK (s)", description = "Silence after which a device is let go of.", min = "1")
    int psk_idle_seconds() default 600;

    @AttributeDefinition(
            name = "Memory (MiB)",
            description = "Messages held in memory; what is beyond waits on the disk.",
            min = "4")
    int memory_mib() default 16;

    @AttributeDefinition(
            name = "Backlog (MiB)",
            description = "Most that may wait on the disk for one topic or session; what is beyond is refused.",
            min = "1")
    int backlog_mib() default 1024;

    @AttributeDefinition(
            name = "Free disk (MiB)",
            description = "Space the broker leaves free: it takes no messages while there is less.",
            min = "1")
    int disk_free_mib() default 256;

    @AttributeDefinition(
            name = "Largest packet (KiB)",
            description = "A client that sends a larger one is disconnected.",
            min = "1",
            max = "4096")
    int packet_kib() default 1024;

    @AttributeDefinition(name = "Connections", description = "Most clients at a time.", min = "1")
    int connections() default 2000;

    @AttributeDefinition(
            name = "Bring to the disk",
            description = "Whether a message is on the disk itself before it is acknowledged. Without, it survives the end"
                    + " of the process, but not a loss of power.")
    boolean sync() default true;
}
