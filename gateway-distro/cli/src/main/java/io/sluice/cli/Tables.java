package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints replies to queries as columns, for people. */
final class Tables {

    private static final List<String> STATES = List.of("finished", "running", "paused", "queued", "failed");

    private Tables() {}

    static void print(JsonNode reply, PrintStream out) {
        List<List<String>> rows = new ArrayList<>();
        switch (reply.path("CommandType").asText()) {
            case "total_res_query" -> {
                rows.add(List.of("NODE", "PRODUCT", "MEMORY MB", "STORAGE MB", "CHIP", "DRIVER", "POWER"));
                reply.path("TotalResourceList").forEach(node -> rows.add(total(node)));
            }
            case "available_res_query" -> {
                rows.add(List.of("NODE", "MEMORY MB", "STORAGE MB", "CPU %", "POWER"));
                reply.path("AvailableResourceList").forEach(node -> rows.add(available(node)));
            }
            case "algorithm_res_query" -> {
                rows.add(List.of("NODE", "ALGORITHM", "TYPE", "VERSION", "STATUS"));
                reply.path("AlgResourceList").forEach(node -> node.path("AlgInfoList").forEach(algorithm -> rows.add(List.of(
                        text(node, "/DeviceID"), text(algorithm, "/AlgID"), text(algorithm, "/AlgType"),
                        text(algorithm, "/AlgVersion"), text(algorithm, "/AlgStatus")))));
            }
            default -> {
                rows.add(List.of("NODE", "TASK", "STATE", "%", "EXCEPTION"));
                tasks(reply).forEach(rows::add);
            }
        }
        columns(rows, out);
    }

    /** Tasks of a reply to a query for them, a row each. */
    static List<List<String>> tasks(JsonNode reply) {
        List<List<String>> rows = new ArrayList<>();
        reply.path("TaskStatusSet").forEach(node -> node.path("TaskStatusList").forEach(task -> rows.add(List.of(
                text(node, "/DeviceID"), text(task, "/TaskID"), state(task), text(task, "/Progress"),
                (text(task, "/ExceptionCode") + " " + text(task, "/ExceptionDesc")).strip()))));
        return rows;
    }

    private static List<String> total(JsonNode node) {
        String info = "/ResourceInfo";
        return List.of(text(node, "/DeviceID"), text(node, "/ProductType"), text(node, info + "/CommonResource/TotalMemory"),
                text(node, info + "/CommonResource/TotalStorage"), text(node, info + "/ComputeResource/Chip"),
                text(node, info + "/ComputeResource/DriverVersion"), power(node.at(info + "/ComputeResource/TotalPower")));
    }

    private static List<String> available(JsonNode node) {
        String common = "/ResourceInfo/CommonResource";
        return List.of(text(node, "/DeviceID"), text(node, common + "/AvailableMemory"),
                text(node, common + "/AvailableStorage"), text(node, common + "/AvailableCPU"),
                power(node.at("/ResourceInfo/ComputeResource/AvailablePower")));
    }

    private static String power(JsonNode powers) {
        List<String> all = new ArrayList<>();
        powers.forEach(power -> all.add(text(power, "/Precision") + " " + text(power, "/ComputingPower")));
        return String.join(", ", all);
    }

    private static String state(JsonNode task) {
        int state = task.path("ExecutionStatus").asInt(-1);
        return state >= 0 && state < STATES.size() ? STATES.get(state) : text(task, "/ExecutionStatus");
    }

    /** What nodes say must not move a terminal's cursor. */
    private static String text(JsonNode node, String path) {
        return node.at(path).asText().replaceAll("\\p{Cntrl}", " ");
    }

    private static void columns(List<List<String>> rows, PrintStream out) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream().mapToInt(one -> one.get(at).length()).max().orElse(0);
                line.append(row.get(column)).append(" ".repeat(width - row.get(column).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
