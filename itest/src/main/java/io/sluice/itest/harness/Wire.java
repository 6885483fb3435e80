package io.sluice.itest.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace of Linux at the end of a virtual cable, which can be cut, made slow and made bad. Addresses are of
 * the range for benchmarks (RFC 2544), and nothing is routed on. Needs root and {@code ip} and {@code tc}.
 */
public final class Wire implements AutoCloseable {

    /** Of this end. */
    public static final String NEAR = "198.18.77.1";
    /** Of the end in the namespace. */
    public static final String FAR = "198.18.77.2";

    private final String name;
    private final String near;
    private final String far;

    private Wire(String name) {
        this.name = name;
        near = name + "n";
        far = name + "f";
    }

    /** @throws IOException where this system has no namespaces, or this user may not make any */
    public static Wire lay() throws IOException, InterruptedException {
        Wire wire = new Wire("sl" + ProcessHandle.current().pid());
        try {
            run("ip", "netns", "add", wire.name);
            run("ip", "link", "add", wire.near, "type", "veth", "peer", "name", wire.far);
            run("ip", "link", "set", wire.far, "netns", wire.name);
            run("ip", "addr", "add", NEAR + "/30", "dev", wire.near);
            run("ip", "link", "set", wire.near, "up");
            wire.runThere("ip", "addr", "add", FAR + "/30", "dev", wire.far);
            wire.runThere("ip", "link", "set", wire.far, "up");
            wire.runThere("ip", "link", "set", "lo", "up");
            return wire;
        } catch (IOException missing) {
            wire.close();
            throw missing;
        }
    }

    /** A command that is to be run at the far end. */
    public List<String> there(List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(command);
        return all;
    }

    /** Packets go nowhere from now on, and nobody is told. */
    public void cut() throws IOException, InterruptedException {
        run("ip", "link", "set", near, "down");
    }

    public void mend() throws IOException, InterruptedException {
        run("ip", "link", "set", near, "up");
    }

    /** So many kilobits a second in each direction; what is too much for a queue of half a second is lost. */
    public void slow(int kilobits) throws IOException, InterruptedException {
        String[] shape = {"root", "tbf", "rate", kilobits + "kbit", "burst", "4kb", "latency", "500ms"};
        shape(shape);
    }

    /**
     * Delays packets and loses some at random in each direction, by a process that carries them: that needs {@code /dev/net/tun} and Python,
     * and no module of the kernel. A cable of its own with the same addresses takes the place of the good one until it is closed.
     *
     * @throws IOException where there are no such devices
     */
    public BadCable spoil(int percent, int delayMillis) throws IOException, InterruptedException {
        String nearBad = near + "b";
        String farBad = far + "b";
        BadCable cable = BadCable.lay(nearBad, farBad, percent, delayMillis);
        try {
            run("ip", "link", "set", farBad, "netns", name);
            run("ip", "link", "set", nearBad, "up");
            runThere("ip", "link", "set", farBad, "up");
            run("ip", "route", "add", FAR + "/32", "dev", nearBad, "src", NEAR);
            runThere("ip", "route", "add", NEAR + "/32", "dev", farBad, "src", FAR);
            return cable;
        } catch (IOException impossible) {
            cable.close();
            throw impossible;
        }
    }

    private void shape(String... rule) throws IOException, InterruptedException {
        List<String> here = new ArrayList<>(List.of("tc", "qdisc", "replace", "dev", near));
        List<String> there = new ArrayList<>(List.of("tc", "qdisc", "replace", "dev", far));
        here.addAll(List.of(rule));
        there.addAll(List.of(rule));
        run(here.toArray(String[]::new));
        runThere(there.toArray(String[]::new));
    }

    /** As it was laid. */
    public void clear() throws IOException, InterruptedException {
        run("tc", "qdisc", "del", "dev", near, "root");
        runThere("tc", "qdisc", "del", "dev", far, "root");
    }

    private void runThere(String... command) throws IOException, InterruptedException {
        run(there(List.of(command)).toArray(String[]::new));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        // The cable goes with the namespace.
        new ProcessBuilder("ip", "netns", "del", name).redirectErrorStream(true).start().waitFor();
        new ProcessBuilder("ip", "link", "del", near).redirectErrorStream(true).start().waitFor();
    }
}
