package io.sluice.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the command line says.
 *
 * @param home folder of the distribution, read only
 * @param data folder of everything that is written
 * @param host address that the HTTP server binds
 * @param port TCP port of the HTTP server
 * @param features names of feature files, in order, without {@code .json}
 * @param verbose whether every step is told
 */
record Options(Path home, Path data, String host, int port, List<String> features, boolean verbose) {

    static final String USAGE = """
            Usage: sluice-gateway [option ...]
              --data <folder>      everything that is written: recordings, database, settings (default: ./data)
              --host <address>     address of the web page and API (default: 127.0.0.1; 0.0.0.0 for all)
              --port <number>      port of the web page and API (default: 8080)
              --features <a,b,..>  features to run (default: base,edge)
              --feature <name>     one more feature; may be repeated
              --home <folder>      the distribution's folder (default: where this program lies)
              --supervise          start the gateway again whenever it ends by a fault
              --verbose            tell every step of the start
              --help               this text
            Or: sluice-gateway cuda <verb> ..., which fetches ONNX Runtime for NVIDIA's GPUs; sluice-gateway cuda help tells more
            """;

    private static final List<String> DEFAULT_FEATURES = List.of("base", "edge");

    static Options parse(List<String> arguments) throws UsageException {
        Path home = Path.of(System.getProperty("sluice.home", "."));
        Path data = Path.of("data");
        String host = "127.0.0.1";
        int port = 8080;
        List<String> features = DEFAULT_FEATURES;
        List<String> extra = new ArrayList<>();
        boolean verbose = false;
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (option.equals("--verbose")) {
                verbose = true;
                continue;
            }
            if (i + 1 == arguments.size()) {
                throw new UsageException("Unknown option, or one without its value: " + option);
            }
            String value = arguments.get(++i);
            switch (option) {
                case "--home" -> home = Path.of(value);
                case "--data" -> data = Path.of(value);
                case "--host" -> host = value;
                case "--port" -> port = port(value);
                case "--features" -> features = names(value);
                case "--feature" -> extra.addAll(names(value));
                default -> throw new UsageException("Unknown option: " + option);
            }
        }
        Set<String> all = new LinkedHashSet<>(features);
        all.addAll(extra);
        return new Options(absolute(home), absolute(data), host, port, List.copyOf(all), verbose);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static int port(String text) throws UsageException {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, together with numbers that are no ports.
        }
        throw new UsageException("--port must be a number from 1 to 65535, not " + text);
    }

    private static List<String> names(String list) throws UsageException {
        List<String> names = List.of(list.split(","));
        for (String name : names) {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
                throw new UsageException("Not the name of a feature: " + name);
            }
        }
        return names;
    }
}
