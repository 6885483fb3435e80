package io.sluice.api.link;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The connection with one other node. A service of the binding that carries it, for as long as that node is registered here or
 * this one is configured to register there; all links together are all services of this type. Thread-safe.
 */
@ProviderType
public interface Link {

    /** Service property: {@link LinkInfo#device()}, where it is known from the beginning. */
    String DEVICE = "link.device";

    /** Service property: name of {@link LinkInfo#direction()}. */
    String DIRECTION = "link.direction";

    /** Service property: {@link LinkInfo#binding()}. */
    String BINDING = "link.binding";

    LinkInfo info();

    /**
     * Sends one message and awaits its reply. Nothing is sent twice: whoever needs certainty asks again, with the same {@code
     * CommandIdx} or task id.
     *
     * @param body JSON in UTF-8; must not be changed any more
     * @param patience after which the stage fails
     * @return the reply's body in JSON, whatever its {@code StatusCode} says; or fails with {@link
     *     io.sluice.api.error.UnavailableException} when the link is down, was cut or stayed silent
     */
    CompletionStage<byte[]> send(Resource resource, byte[] body, Duration patience);
}
