package io.sluice.api.link;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Whiteboard service of who answers messages of other nodes, over whichever binding they come. A handler registers with the
 * names of its resources ({@link #RESOURCES}), and for {@link Resource#COMMAND} with the types of command as well.
 */
@ConsumerType
public interface RequestHandler {

    /** Service property: names of {@link Resource}s, a text or an array of texts. */
    String RESOURCES = "link.resources";

    /** Service property: values of {@code CommandType}, a text or an array of texts. */
    String COMMANDS = "link.commands";

    /**
     * Answers one message. Called on a thread of the link, several at a time.
     *
     * @param device id of the node that sent it; it has proved who it is
     * @param body JSON in UTF-8
     * @return the reply's body in JSON
     * @throws io.sluice.api.error.SluiceException becomes a reply with {@code StatusCode} 1 and the reason
     */
    byte[] handle(String device, Resource resource, byte[] body);
}
