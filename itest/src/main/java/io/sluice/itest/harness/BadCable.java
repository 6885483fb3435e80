package io.sluice.itest.harness;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A cable that delays packets and loses some, until it is closed: a process with a device at each end. For one thread. */
public final class BadCable implements AutoCloseable {

    private static final String PYTHON = "/usr/bin/python3";

    /** How many packets came through and how many did not, in both directions together. */
    public record Count(long carried, long lost) { }

    private final Process process;
    private final BufferedReader told;

    private BadCable(Process process) {
        this.process = process;
        told = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static BadCable lay(String near, String far, int percent, int delayMillis) throws IOException, InterruptedException {
        BadCable cable = new BadCable(new ProcessBuilder(PYTHON, "-c", program(), near, far, Integer.toString(delayMillis),
                Integer.toString(percent)).redirectErrorStream(true).start());
        String first = cable.told.readLine();
        if (!"ready".equals(first)) {
            String rest = cable.told.lines().reduce(first, (before, line) -> line);
            cable.close();
            throw new IOException("no TUN devices: " + rest);
        }
        return cable;
    }

    private static String program() throws IOException {
        try (InputStream program = BadCable.class.getResourceAsStream("bad_cable.py")) {
            if (program == null) {
                throw new FileNotFoundException("bad_cable.py");
            }
            return new String(program.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Takes the cable away, so that packets go by the good one. */
    public Count take() throws IOException, InterruptedException {
        process.getOutputStream().close();
        String[] words = told.readLine().split(" ");
        close();
        return new Count(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
