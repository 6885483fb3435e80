package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Resource;
import io.sluice.api.message.OpsControl;
import io.sluice.api.message.TaskControl;
import io.sluice.api.message.TaskDispatch;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.Messages;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** {@code sluice ctl}: speaks T/AI 116.6 to a node by HTTP or MQTT, as a scheduler does. */
public final class CtlCommand {

    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;

    private static final Duration KEEPALIVE = Duration.ofSeconds(60);
    private static final Duration LINGER = Duration.ofSeconds(3);
    private static final List<String> ORDERS = List.of("start", "stop", "pause", "continue", "args");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String HELP = """
            Usage: ./sluice ctl <verb> ... --node <url> --as <id> --password-file <file>

              query total|available|algorithms|tasks
                                    [--device <id>,...] [--below] also asks the nodes below; [--task <id>,...];
                                    [--product <type>] [--chip <name>] [--driver <version>]
                                    [--longitude <least>:<most>] [--latitude <least>:<most>]
              dispatch <file>       gives a task, or a list of tasks, to the node; JSON or YAML (table 20)
              control <task> start|stop|pause|continue|args
                                    [--arguments <file>] of the algorithm, JSON or YAML
              request <file>        asks the node to have a task done; JSON or YAML (table 17)
              watch <task>          prints each change until the task has ended; [--every <s>], 1 by default; [--results] prints
                                    the results it sends to <id>, a line each, where there is a --broker
              help                  this text

            --json prints replies as they came. --timeout <s> for each request, 20 by default. Node, id and password may stand in
            SLUICE_NODE, SLUICE_ID and SLUICE_PASSWORD. The node must know the id (its configuration io.sluice.link.http).

            By MQTT: --broker mqtt://<host> or mqtts://<host>, --node <the node's id>, and as password the key that the node's
            configuration io.sluice.link.mqtt has for <id>; [--broker-user <name>] [--broker-password-file <file>]; or SLUICE_BROKER,
            SLUICE_BROKER_USER and SLUICE_BROKER_PASSWORD. By TLS: [--ca <file>] whom to trust, [--cert <file> --key <file>] what to
            show, all in PEM.

            Exit codes: 0 done; 1 the node refused, or the task failed; 2 called wrongly; 3 the node cannot be spoken with.
            """;

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final MessageCodec codec = new MessageCodec();

    CtlCommand(PrintStream out, PrintStream err, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    public static void main(String[] words) {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(new CtlCommand(System.out, System.err, System.getenv()).run(List.of(words)));
    }

    /** @return the exit code */
    int run(List<String> words) {
        if (words.isEmpty() || Set.of("help", "--help", "-h").contains(words.get(0))) {
            out.print(HELP);
            return DONE;
        }
        try {
            return run(words.get(0), words.subList(1, words.size()));
        } catch (UsageException error) {
            err.println("sluice ctl: " + error.getMessage());
            err.print(HELP);
            return USAGE;
        } catch (UnavailableException error) {
            err.println("sluice ctl: " + error.getMessage() + "\n" + error.remedy());
            return UNREACHABLE;
        } catch (SluiceException error) {
            err.println("sluice ctl: " + error.getMessage() + " [" + error.code() + "]");
            return USAGE;
        } catch (NoSuchFileException error) {
            err.println("sluice ctl: there is no file " + error.getMessage());
            return USAGE;
        } catch (IOException error) {
            err.println("sluice ctl: " + error.getMessage());
            return USAGE;
        }
    }

    private int run(String verb, List<String> rest) throws IOException {
        Set<String> options = new HashSet<>(Access.OPTIONS);
        switch (verb) {
            case "query" -> options.addAll(Questions.OPTIONS);
            case "control" -> options.add("arguments");
            case "watch" -> options.add("every");
            case "dispatch", "request" -> { }
            default -> throw new UsageException("there is no verb " + verb);
        }
        Words words = Words.sort(rest, options, switch (verb) {
            case "query" -> Set.of("json", "below");
            case "watch" -> Set.of("json", "results");
            default -> Set.of("json");
        });
        int operands = verb.equals("control") ? 2 : 1;
        if (words.operands().size() != operands) {
            throw new UsageException(verb + " needs " + (operands == 1 ? "one word" : "two words") + " behind it");
        }
        String first = words.operands().get(0);
        return switch (verb) {
            case "query" -> query(first, words);
            case "dispatch" -> dispatch(Path.of(first), words);
            case "control" -> control(first, words);
            case "request" -> request(Path.of(first), words);
            default -> watch(first, words);
        };
    }

    private int query(String kind, Words words) throws IOException {
        // What is called wrongly is told without a node.
        Questions.of(kind, words, "");
        try (Node node = node(words)) {
            JsonNode reply = node.send(Questions.of(kind, words, node.device()));
            if (refused(reply) || words.flags().contains("json")) {
                return tell(reply);
            }
            Tables.print(reply, out);
            reply.path("Unanswered").forEach(missing -> err.println("sluice ctl: " + missing.path("DeviceID").asText()
                    + " did not answer: " + missing.path("Reason").asText()));
            return DONE;
        }
    }

    private int dispatch(Path file, Words words) throws IOException {
        JsonNode given = YAML.readTree(Files.readString(file));
        List<TaskDispatchInfo> tasks = new ArrayList<>();
        for (JsonNode one : given.isArray() ? given : JsonNodeFactory.instance.arrayNode().add(given)) {
            tasks.add(codec.decode(Messages.TASK_DISPATCH_INFO, JSON.writeValueAsBytes(one)));
        }
        try (Node node = node(words)) {
            return tell(node.send(new TaskDispatch(OptionalInt.of(1), node.device(), tasks)));
        }
    }

    private int control(String task, Words words) throws IOException {
        int order = ORDERS.indexOf(words.operands().get(1));
        if (order < 0) {
            throw new UsageException("control a task how? " + String.join(", ", ORDERS));
        }
        ObjectNode operation = JSON.createObjectNode().put("TaskID", task).put("Control", order);
        if (words.options().containsKey("arguments")) {
            operation.set("AlgArgs", YAML.readTree(Files.readString(Path.of(words.options().get("arguments")))));
        }
        OpsControl checked = codec.decode(Messages.OPS_CONTROL, JSON.writeValueAsBytes(operation));
        try (Node node = node(words)) {
            return tell(node.send(new TaskControl(OptionalInt.of(1), List.of(checked))));
        }
    }

    private int request(Path file, Words words) throws IOException {
        byte[] body = JSON.writeValueAsBytes(YAML.readTree(Files.readString(file)));
        codec.decode(Messages.TASK_REQUEST, body);
        try (Node node = node(words)) {
            return tell(node.send(Resource.TASK_REQUEST, body));
        }
    }

    private int watch(String task, Words words) throws IOException {
        long pause = (long) (Options.number(words.options(), "every", 1) * 1000);
        Access access = new Access(words, environment);
        Optional<Results> results = words.flags().contains("results") ? Optional.of(new Results(task, out)) : Optional.empty();
        if (results.isPresent() && !access.isByBroker()) {
            throw new UsageException("--results needs a --broker: by HTTP a node cannot reach who watches");
        }
        try (Node node = access.open(results)) {
            String before = "";
            long kept = System.nanoTime();
            while (true) {
                if (System.nanoTime() - kept > KEEPALIVE.toNanos()) {
                    node.keepAlive();
                    kept = System.nanoTime();
                }
                JsonNode reply = node.send(Questions.tasks(List.of(node.device()), false, Optional.of(List.of(task))));
                List<List<String>> rows = Tables.tasks(reply);
                if (refused(reply) || rows.isEmpty()) {
                    err.println("sluice ctl: there is no task " + task + reason(reply));
                    return REFUSED;
                }
                String now = String.join("  ", rows.get(0)).strip();
                if (!now.equals(before)) {
                    out.println(words.flags().contains("json") ? reply.toString() : now);
                    before = now;
                }
                String state = rows.get(0).get(2);
                boolean ended = state.equals("finished") || state.equals("failed");
                // The last results come behind the end.
                if (ended && results.map(Results::silentMillis).orElse(Long.MAX_VALUE) > LINGER.toMillis()) {
                    return state.equals("finished") ? DONE : REFUSED;
                }
                Thread.sleep(pause);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return DONE;
        }
    }

    private int tell(JsonNode reply) throws IOException {
        out.println(JSON.writeValueAsString(reply));
        if (refused(reply)) {
            err.println("sluice ctl: refused" + reason(reply));
            return REFUSED;
        }
        return DONE;
    }

    private static boolean refused(JsonNode reply) {
        return !reply.path("StatusCode").asText().equals("0");
    }

    private static String reason(JsonNode reply) {
        return reply.has("Message") ? ": " + reply.path("Message").asText() : "";
    }

    private Node node(Words words) throws IOException {
        return new Access(words, environment).open(Optional.empty());
    }
}
