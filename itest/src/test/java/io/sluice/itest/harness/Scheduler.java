package io.sluice.itest.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A node that gives tasks to a gateway by HTTP: {@code curl}, somebody else's idea of Digest. */
public final class Scheduler {

    public static final String ID = "31010000002000000001";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Gateway gateway;
    private final String password;

    public Scheduler(Gateway gateway, String password) {
        this.gateway = gateway;
        this.password = password;
    }

    /** Whether the gateway has taken it in; it must again after a restart. */
    public boolean register() throws IOException, InterruptedException {
        JsonNode answer = post("/System/Register", "{\"RegisterObject\": {\"DeviceID\": \"" + ID + "\"}}");
        return answer.at("/ResponseStatusObject/StatusCode").asText().equals("0");
    }

    /** The reply to a command. */
    public JsonNode command(String message) throws IOException, InterruptedException {
        return post("/System/Command", message);
    }

    /** The answer to a request for a task. */
    public JsonNode request(String message) throws IOException, InterruptedException {
        return post("/System/TaskRequest/", message);
    }

    private JsonNode post(String path, String body) throws IOException, InterruptedException {
        Process curl = new ProcessBuilder("curl", "--silent", "--max-time", "20", "--digest", "--user", ID + ":" + password,
                "--header", "Content-Type: application/json", "--data-binary", "@-", gateway.address(path).toString())
                .redirectErrorStream(true).start();
        curl.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        curl.getOutputStream().close();
        String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        curl.waitFor();
        return answer.startsWith("{") ? JSON.readTree(answer) : JSON.missingNode();
    }
}
