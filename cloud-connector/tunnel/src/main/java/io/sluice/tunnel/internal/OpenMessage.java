package io.sluice.tunnel.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.error.InvalidInputException;
import io.sluice.session.DeviceIds;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * The command by which an upper node asks a lower one to dial, in the form of the standard's commands, and its reply.
 *
 * @param device id of the lower node on that link
 * @param ticket good once
 */
record OpenMessage(String device, String ticket) {

    static final String TYPE = "tunnel_open";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TICKET = Pattern.compile("[0-9a-f]{64}");

    byte[] write() {
        ObjectNode command = JSON.createObjectNode().put("CommandType", TYPE).put("CommandIdx", 0);
        command.putObject("MessageBody").put("DeviceID", device).put("Ticket", ticket);
        return bytes(command);
    }

    static OpenMessage read(byte[] command) {
        JsonNode body = tree(command).path("MessageBody");
        String ticket = body.path("Ticket").asText();
        if (!TICKET.matcher(ticket).matches()) {
            throw new InvalidInputException("tunnel.message.wrong", "MessageBody/Ticket",
                    "'MessageBody/Ticket' must be 64 hexadecimal digits.", "Send what docs/protocol.md tells.");
        }
        return new OpenMessage(DeviceIds.check(body.path("DeviceID").asText(), "MessageBody/DeviceID"), ticket);
    }

    static byte[] done() {
        return bytes(JSON.createObjectNode().put("CommandType", TYPE).put("CommandIdx", 0).put("StatusCode", "0"));
    }

    /** @return the reason of a refusal, empty for none */
    static String refusal(byte[] reply) {
        JsonNode tree = tree(reply);
        return tree.path("StatusCode").asText().equals("0") ? "" : tree.path("Message").asText("it does not say why");
    }

    private static JsonNode tree(byte[] message) {
        try {
            return JSON.readTree(message);
        } catch (IOException wrong) {
            throw new InvalidInputException("tunnel.message.wrong", "", "This is no JSON.", "Send JSON in UTF-8.");
        }
    }

    private static byte[] bytes(JsonNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
