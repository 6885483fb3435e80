package io.sluice.cli;

import io.sluice.algorithm.AlgorithmManifest;
import io.sluice.algorithm.archive.PackageFile;
import io.sluice.algorithm.archive.PackageLimits;
import io.sluice.algorithm.archive.PackageWriter;
import io.sluice.algorithm.sign.KeyKind;
import io.sluice.algorithm.sign.PackageSignatures;
import io.sluice.algorithm.sign.Pem;
import io.sluice.algorithm.sign.PrivateKey;
import io.sluice.algorithm.sign.TrustStore;
import io.sluice.api.error.SluiceException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code sluice algorithm}: packs, signs, verifies and tests packages; quantises and cuts models. */
public final class AlgorithmCommand {

    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int USAGE = 2;

    private static final String HELP = """
            Usage: ./sluice algorithm <verb> ...

              pack <folder> [-o <file>]        makes a package of a folder with an algorithm.yaml;
                                               without -o in this folder, named <id>-<version>.algorithm
              keygen <name> [--kind <kind>]    makes <name>.key.pem, to keep secret, and <name>.pem, to hand out;
                                               kind: ed25519 (default) or sm2
              sign <file> --key <key.pem> [-o <file>]
                                               adds a signature, to the package itself without -o
              verify <file> [--trust <folder>] checks the package and its licence's dates, and tells who signed it; with
                                               --trust somebody must have signed whose key (.pem) is in the folder
              test <file>                      runs its models with ONNX Runtime, and its test vectors
              quantise <folder> --frames <recording or folder> [--model <id>] [-o <file>]
                                               makes an int8 form of a model of a folder with an algorithm.yaml, from an
                                               MP4 recording or a folder of recordings, PNG or JPEG pictures; kept only if
                                               it agrees with the original and is faster. --agreement 98 and --time 80
                                               are the bounds in per cent; --kind static (default) or dynamic; --most 60
                                               frames; --kept 99.99 per cent of values in range; --depthwise yes or no
              cut <model.onnx> --times <file>  measures a model's parts on this machine
              cut <model.onnx> --link <Mbit/s> --tail-times <file> [-o <prefix>]
                                               chooses where to cut for this machine and the one measured, and writes
                                               head and tail; --latency 0 ms of the link; --head-memory and --tail-memory
                                               MB; --goal latency (default) or period; --most 40 candidates
              help                             this text

            Exit codes: 0 done, or all tests passed; 1 refused, or a test failed; 2 called wrongly.
            """;

    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;

    AlgorithmCommand(PrintStream out, PrintStream err, Clock clock) {
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    public static void main(String[] words) {
        // Without a logging system the libraries' remarks would stand among the answers.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(new AlgorithmCommand(System.out, System.err, Clock.systemUTC()).run(List.of(words)));
    }

    /** @return the exit code */
    int run(List<String> words) {
        String verb = words.isEmpty() ? "help" : words.get(0);
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        try {
            return switch (verb) {
                case "pack" -> pack(CommandLine.parse(rest, "the folder", Set.of("output")));
                case "keygen" -> keygen(CommandLine.parse(rest, "a name for the key", Set.of("kind")));
                case "sign" -> sign(CommandLine.parse(rest, "the package", Set.of("key", "output")));
                case "verify" -> verify(CommandLine.parse(rest, "the package", Set.of("trust")));
                case "test" -> new PackageTest(out).run(CommandLine.parse(rest, "the package", Set.of()).operand())
                        ? DONE : REFUSED;
                case "quantise" -> new QuantiseVerb(out)
                        .run(CommandLine.parse(rest, "the folder", QuantiseVerb.OPTIONS)) ? DONE : REFUSED;
                case "cut" -> new CutVerb(out).run(CommandLine.parse(rest, "the model", CutVerb.OPTIONS)) ? DONE : REFUSED;
                case "help", "--help", "-h" -> {
                    out.print(HELP);
                    yield DONE;
                }
                default -> throw new UsageException("there is no verb " + verb);
            };
        } catch (UsageException error) {
            err.println("sluice algorithm: " + error.getMessage());
            err.print(HELP);
            return USAGE;
        } catch (SluiceException error) {
            err.println("sluice algorithm: " + error.getMessage() + " [" + error.code() + "]");
            err.println(error.remedy());
            return REFUSED;
        } catch (IOException error) {
            err.println("sluice algorithm: " + reason(error));
            return REFUSED;
        }
    }

    private int pack(CommandLine line) throws IOException {
        Path folder = line.operand();
        if (!Files.isDirectory(folder)) {
            throw new UsageException(folder + " is no folder");
        }
        // Its name is in the manifest, which is read while packing.
        Path target = line.path("output").orElse(Path.of(".packing" + PackageFile.SUFFIX)).toAbsolutePath();
        PackageWriter.pack(folder, target);
        if (line.path("output").isPresent()) {
            return describe(target);
        }
        String name;
        try (PackageFile file = PackageFile.open(target, PackageLimits.USUAL)) {
            name = file.manifest().id() + "-" + file.manifest().version() + PackageFile.SUFFIX;
        }
        Path named = Path.of(name).toAbsolutePath();
        Files.move(target, named, StandardCopyOption.REPLACE_EXISTING);
        return describe(named);
    }

    private int describe(Path target) throws IOException {
        try (PackageFile file = PackageFile.open(target, PackageLimits.USUAL)) {
            out.println(target + ": " + summary(file));
        }
        return DONE;
    }

    private int keygen(CommandLine line) throws IOException {
        String word = line.options().getOrDefault("kind", "ed25519").toUpperCase(Locale.ROOT);
        KeyKind kind = List.of(KeyKind.values()).stream()
                .filter(known -> known.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new UsageException("--kind must be ed25519 or sm2"));
        PrivateKey key = PrivateKey.generate(kind);
        Path name = line.operand();
        Path secret = name.resolveSibling(name.getFileName() + ".key.pem");
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, key.pem());
        Path open = name.resolveSibling(name.getFileName() + ".pem");
        Files.writeString(open, key.publicPem(), StandardOpenOption.CREATE_NEW);
        out.println(secret + ": keep it secret");
        out.println(open + ": for the gateways, key " + key.publicKey().id());
        return DONE;
    }

    private int sign(CommandLine line) throws IOException {
        Path keyFile = line.path("key").orElseThrow(() -> new UsageException("sign needs --key"));
        PrivateKey key = Pem.privateKey(Files.readString(keyFile, StandardCharsets.ISO_8859_1));
        Path target = line.path("output").orElse(line.operand()).toAbsolutePath();
        try (PackageFile file = PackageFile.open(line.operand(), PackageLimits.USUAL)) {
            PackageSignatures.sign(file, key, target);
        }
        out.println(target + ": signed by " + key.publicKey().kind().suffix() + " key " + key.publicKey().id());
        return DONE;
    }

    private int verify(CommandLine line) throws IOException {
        TrustStore trust = line.path("trust").isPresent() ? trust(line.path("trust").get()) : TrustStore.empty();
        try (PackageFile file = PackageFile.open(line.operand(), PackageLimits.USUAL)) {
            out.println(line.operand() + ": sound, " + summary(file));
            file.models().forEach((model, found) -> out.println("  " + model + ": " + found));
            file.manifest().licence().checkDates(clock.instant());
            List<PackageSignatures.Signature> signatures = PackageSignatures.verify(file, trust);
            signatures.forEach(signature -> out.println("  signature by " + signature.kind().suffix() + " key " + signature.keyId()
                    + (signature.trusted() ? ": " + signature.name() : ", which is not in the trusted folder: not verified")));
            if (signatures.isEmpty()) {
                out.println("  not signed");
            }
            if (line.path("trust").isPresent()) {
                PackageSignatures.require(file, trust);
            }
        }
        return DONE;
    }

    private static TrustStore trust(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UsageException(folder + " is no folder");
        }
        return TrustStore.read(folder);
    }

    private static String summary(PackageFile file) {
        AlgorithmManifest manifest = file.manifest();
        return manifest.id() + " " + manifest.version() + ", " + manifest.models().size() + " models, " + manifest.vectors().size()
                + " test vectors, SHA-256 " + file.sha256();
    }

    private static String reason(IOException error) {
        Map<Class<?>, String> known = Map.of(
                NoSuchFileException.class, "there is no file ", FileAlreadyExistsException.class, "this file is there already: ");
        return known.getOrDefault(error.getClass(), "") + error.getMessage();
    }
}
