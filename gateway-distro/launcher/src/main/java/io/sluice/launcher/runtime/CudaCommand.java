package io.sluice.launcher.runtime;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code sluice-gateway cuda ...}: fetches, shows and removes ONNX Runtime for NVIDIA's GPUs. Exit codes: 0 done, 1 it could not be
 * done, 2 wrong command line.
 */
public final class CudaCommand {

    static final String USAGE = """
            Usage: sluice-gateway cuda <verb> [option ...]
              fetch                brings ONNX Runtime for NVIDIA's GPUs into the data folder
                --from <source>    path or web address of onnxruntime_gpu-%s.jar (default: $SLUICE_CUDA_RUNTIME)
              status               tells what is there
              remove               removes what was fetched
              help                 this text
                --data <folder>    the gateway's data folder (default: ./data)
            """.formatted(PinnedArchive.ofThisGateway().version());

    private static final String SOURCE = "SLUICE_CUDA_RUNTIME";

    private final PinnedArchive archive;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;

    CudaCommand(PinnedArchive archive, PrintStream out, PrintStream err, Map<String, String> environment) {
        this.archive = archive;
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    /** @param arguments behind {@code cuda} */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        return new CudaCommand(PinnedArchive.ofThisGateway(), out, err, System.getenv()).run(arguments);
    }

    int run(List<String> arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            if (!List.of("--data", "--from").contains(option) || i + 1 == arguments.size()) {
                return wrong("Unknown option, or one without its value: " + option);
            }
            options.put(option, arguments.get(i + 1));
        }
        RuntimeFolder folder =
                RuntimeFolder.of(Path.of(options.getOrDefault("--data", "data")).toAbsolutePath().normalize());
        try {
            return run(arguments.isEmpty() ? "" : arguments.get(0), options, folder);
        } catch (FetchException failed) {
            err.println(failed.getMessage());
            return 1;
        } catch (IOException error) {
            err.println(Disk.failed(folder.root(), error).getMessage());
            return 1;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private int run(String verb, Map<String, String> options, RuntimeFolder folder)
            throws IOException, FetchException, InterruptedException {
        switch (verb) {
            case "fetch" -> {
                String source = options.getOrDefault("--from", environment.getOrDefault(SOURCE, ""));
                if (source.isEmpty()) {
                    return wrong("Say where onnxruntime_gpu-" + archive.version() + ".jar is, by --from or " + SOURCE + ".");
                }
                if (!System.getProperty("os.arch").equals("amd64")) {
                    throw new FetchException("There is no " + archive.name() + " for this machine, which is no x86-64.");
                }
                new RuntimeFetch(archive, folder, out, time -> Thread.sleep(time.toMillis()),
                        path -> path.toFile().getUsableSpace()).fetch(source);
            }
            case "status" -> status(folder);
            case "help" -> out.print(USAGE);
            case "remove" -> {
                for (String entry : folder.content()) {
                    folder.remove(folder.root().resolve(entry));
                    out.println("Removed " + entry);
                }
            }
            default -> {
                return wrong(verb.isEmpty() ? "What is to be done?" : "There is no verb " + verb + ".");
            }
        }
        return 0;
    }

    private void status(RuntimeFolder folder) throws IOException {
        out.println(folder.holds(archive)
                ? archive.name() + " is in " + folder.of(archive) + "."
                : archive.name() + " is not there.");
        for (String entry : folder.content()) {
            if (!folder.root().resolve(entry).equals(folder.of(archive))) {
                out.println("Not used by this version of the gateway: " + entry);
            }
        }
    }

    private int wrong(String reason) {
        err.println(reason);
        err.print(USAGE);
        return 2;
    }
}
