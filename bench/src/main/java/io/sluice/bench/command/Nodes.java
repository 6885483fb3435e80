package io.sluice.bench.command;

import io.sluice.itest.harness.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The gateways of this benchmark, and names of the nodes that register with them. */
final class Nodes {

    static final String UPPER = "31010000002000000002";
    static final String LOWER = "31010000001320000001";

    private Nodes() {}

    /** @return id of a node that is nothing but a registration */
    static String hollow(int number) {
        return "3101000000133" + String.format("%07d", number);
    }

    /** A list for a configuration: each id with the same key. */
    static String keys(int count) {
        return IntStream.range(0, count).mapToObj(number -> "\"" + hollow(number) + ":key\"").collect(Collectors.joining(",", "[", "]"));
    }

    /** Yet to be launched. */
    static Gateway gateway(Path data, String id, int port, int broker) throws IOException {
        Files.createDirectories(data.resolve("identity"));
        Files.writeString(data.resolve("identity/device-id"), id);
        configure(data, "io.sluice.broker", "port=I\"" + broker + "\"\ndisk.free.mib=I\"1\"\n");
        return Gateway.prepare(Gateway.DISTRIBUTION, data, port, "--feature", "cascade");
    }

    static void configure(Path data, String pid, String text) throws IOException {
        Files.writeString(Files.createDirectories(data.resolve("etc")).resolve(pid + ".config"), text);
    }

    /** A task that is accepted, kept and waits for its time. */
    static String dispatch(String task) {
        return ("{'CommandType':'task_dispatch','CommandIdx':1,'DeviceID':'" + LOWER + "','MessageBody':{'TaskDispatchList':[{'TaskID':'"
                + task + "','TaskType':4,'TaskAttr':1,'ExecutionCond':{'TimeRange':[{'StartTime':'2099-01-01 00:00:00.00'}]},"
                + "'AlgModelInfo':{'AlgID':0,'AlgVersion':'1'},'InputInfo':{'AlgArgs':{'Mode':'ENCODE','Features':[{'Vector':[1.0,0.5]}]}},"
                + "'DstDeviceList':[{'OutputURL':'http://127.0.0.1:9/none'}]}]}}").replace('\'', '"');
    }
}
