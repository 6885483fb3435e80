package io.sluice.link.mqtt.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** This node as others see it by MQTT, and whom it links with. */
@ObjectClassDefinition(
        id = MqttComponent.PID,
        name = "Links by MQTT",
        description = "For nodes that can only dial out: both ends connect to one broker.")
public @interface MqttConfig {

    @AttributeDefinition(
            name = "Device id",
            description = "20 digits that name this node on these links; empty for the id that it has for everybody.")
    String device_id() default "";

    @AttributeDefinition(
            name = "Broker",
            description = "Such as tcp://192.0.2.1:1883 or ssl://broker.example:8883; several for a cluster.")
    String[] broker() default {"tcp://127.0.0.1:1883"};

    @AttributeDefinition(name = "User", description = "By which the broker knows this node; empty where it asks for none.")
    String user() default "";

    @AttributeDefinition(name = "Password", description = "For the broker.", type = AttributeType.PASSWORD)
    String password() default "";

    @AttributeDefinition(
            name = "Authority",
            description = "PEM file of the certificates that a broker's may be signed by; empty for those that Java trusts.")
    String tls_authority() default "";

    @AttributeDefinition(name = "Certificate", description = "PEM file of what this node shows the broker; empty for none.")
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
            name = "Lower nodes",
            description = "Who may register here, each as id:key. Keep the file of this configuration private.",
            type = AttributeType.PASSWORD)
    String[] lower() default {};

    @AttributeDefinition(
            name = "Upper nodes", description = "Where this node registers, each as id:key.", type = AttributeType.PASSWORD)
    String[] upper() default {};

    @AttributeDefinition(
            name = "Group",
            description = "Where several gateways schedule under one device id: the same word at each. Each message of a lower node is"
                    + " then taken by one of them. Empty for a node that is alone.")
    String group() default "";

    @AttributeDefinition(name = "Keepalive (s)", description = "Between two signs of life.", min = "1")
    int keepalive_seconds() default 90;

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
            description = "How long a node is not heard that goes on against the limit.",
            min = "1")
    int quarantine_seconds() default 60;
}
