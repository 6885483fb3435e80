package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignNode;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.ReceiverProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An executor, the node that takes its results and the broker between them are killed at random while tasks emit. Afterwards the log of the
 * far end is held against what was acknowledged: every result of every accepted task is there, each once, none further from its place
 * than results may be under way together. {@code -Dsluice.kills=200} makes a soak of it, {@code -Dsluice.seed=...} repeats a run.
 */
class RandomKillsIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String EXECUTOR = "31010000001320000001";
    private static final String RECEIVER = "31010000002000000001";
    private static final String SCHEDULER = "31010000002000000002";
    private static final int KILLS = Integer.getInteger("sluice.kills", 4);
    /** Results of the outbox that are under way together. */
    private static final int WINDOW = 64;

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("sluice.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, Integer> accepted = new LinkedHashMap<>();

    @Test
    void nothingAcknowledgedIsLostOrDoubledThoughAllAreKilledAtRandom() throws Exception {
        System.out.println("RandomKillsIT: -Dsluice.seed=" + seed + " -Dsluice.kills=" + KILLS);
        int brokerPort = Gateway.freePort();
        String broker = "tcp://127.0.0.1:" + brokerPort;
        configure("hub", "io.sluice.broker", "port=I\"" + brokerPort + "\"\ndisk.free.mib=I\"1\"\n");
        configure("executor", "io.sluice.broker", "port=I\"" + Gateway.freePort() + "\"\ndisk.free.mib=I\"1\"\n");
        configure("executor", "io.sluice.link.mqtt", "broker=[\"" + broker + "\"]\nupper=[\"" + RECEIVER
                + ":key\"]\nkeepalive.seconds=I\"1\"\n");
        configure("executor", "io.sluice.link.http", "devices=[\"" + SCHEDULER
                + ":word\"]\nexpiry.seconds=I\"3600\"\n");
        Files.createDirectories(folder.resolve("executor/identity"));
        Files.writeString(folder.resolve("executor/identity/device-id"), EXECUTOR);
        try (Gateway hub = gateway("hub");
                Gateway executor = gateway("executor");
                ReceiverProcess receiver = new ReceiverProcess(broker, RECEIVER, EXECUTOR, "key", folder.resolve("far-end.log"));
                ForeignRtspServer camera = ForeignRtspServer.start(ForeignRtspServer.testPicture("/ball"));
                ForeignNode scheduler = new ForeignNode(SCHEDULER, "word", executor.address(""))) {
            receiver.start();
            hub.launch();
            executor.launch();
            ready(executor, scheduler);
            for (int kill = 1; kill <= KILLS; kill++) {
                give(scheduler, camera, "task-" + kill);
                int goal = receiver.lines().size() + 1 + random.nextInt(12);
                int round = kill;
                Await.until("results come before kill " + round + "; seed " + seed, SOON, () -> receiver.lines().size() >= goal);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        executor.kill();
                        executor.launch();
                        ready(executor, scheduler);
                    }
                    case 1 -> {
                        receiver.kill();
                        receiver.start();
                    }
                    default -> {
                        hub.kill();
                        hub.launch();
                    }
                }
            }
            int results = accepted.values().stream().mapToInt(Integer::intValue).sum();
            Await.until("all " + results + " results are in the log of the far end; seed " + seed, SOON,
                    () -> receiver.lines().size() >= results);
            Await.until("nothing waits any more; seed " + seed, SOON, () -> waiting(executor) == 0);
            verify(receiver.lines());
        }
    }

    private static int waiting(Gateway executor) throws Exception {
        int waiting = 0;
        for (var queue : executor.get("/api/outbox")) {
            waiting += queue.path("destination").asText().equals(RECEIVER) ? queue.path("letters").asInt() : 0;
        }
        return waiting;
    }

    private static void ready(Gateway executor, ForeignNode scheduler) {
        executor.awaitHealthy();
        Await.until("the scheduler is registered", SOON, scheduler::register);
    }

    /** A task whose acceptance was told counts; it is given until it is. */
    private void give(ForeignNode scheduler, ForeignRtspServer camera, String task) {
        int count = 10 + random.nextInt(30);
        Await.until(task + " is accepted; seed " + seed, SOON, () -> scheduler.command("task_dispatch", "'DeviceID':'" + EXECUTOR
                + "','MessageBody':{'TaskDispatchList':[{'TaskID':'" + task + "','TaskType':1,'TaskAttr':0,"
                + "'AlgModelInfo':{'AlgID':0,'AlgVersion':'1'},'InputInfo':{'StreamURL':'" + camera.address("/ball")
                + "','TaskFrameRate':10,'AlgArgs':{'Count':" + count + ",'Quality':10}},'DstDeviceList':[{'DeviceID':'" + RECEIVER
                + "'}]}]}").isSuccess());
        accepted.put(task, count);
    }

    private void verify(List<String> log) {
        assertEquals(log.size(), new HashSet<>(log).size(), "a line stands twice; seed " + seed);
        Map<String, List<Integer>> numbers = new HashMap<>();
        Map<String, List<Long>> times = new HashMap<>();
        for (String line : log) {
            String[] words = line.split(" ");
            String task = words[0].substring(0, words[0].indexOf('/'));
            numbers.computeIfAbsent(task, none -> new ArrayList<>()).add(Integer.parseInt(words[0].replaceFirst(".*n-", "")));
            times.computeIfAbsent(task, none -> new ArrayList<>()).add(Long.parseLong(words[1]));
        }
        assertEquals(accepted.keySet(), numbers.keySet(), "seed " + seed);
        accepted.forEach((task, count) -> {
            List<Integer> found = numbers.get(task);
            List<Integer> wanted = new ArrayList<>();
            for (int number = 1; number <= count; number++) {
                wanted.add(number);
                int place = found.indexOf(number);
                assertTrue(place >= 0, task + " lacks result " + number + "; seed " + seed);
                assertTrue(Math.abs(place - (number - 1)) < WINDOW, task + " has result " + number + " at " + place + "; seed " + seed);
            }
            assertEquals(wanted, found.stream().sorted().toList(), task + "; seed " + seed);
            List<Integer> places = new ArrayList<>(wanted.stream().map(number -> number - 1).toList());
            places.sort(Comparator.comparing(place -> times.get(task).get(place)));
            assertEquals(wanted, places.stream().map(found::get).toList(), task + " in the order of its times; seed " + seed);
        });
    }

    private Gateway gateway(String node) throws Exception {
        return Gateway.prepare(Gateway.DISTRIBUTION, folder.resolve(node), Gateway.freePort(), "--feature", "cascade");
    }

    private void configure(String node, String pid, String text) throws Exception {
        Path etc = Files.createDirectories(folder.resolve(node).resolve("etc"));
        Files.writeString(etc.resolve(pid + ".config"), text);
    }
}
