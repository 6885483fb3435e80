package io.sluice.support.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Authorities, certificates and lists of revoked ones, as openssl makes them: {@code <name>.pem}, {@code .key} and {@code .crl}. */
public final class Pki {

    /** Curve P-256, as most have. */
    public static final String EC = "P-256";
    /** The curve of SM2, signed by SM3. */
    public static final String SM2 = "SM2";

    private final Path folder;
    private final String curve;

    public Pki(Path folder) {
        this(folder, EC);
    }

    public Pki(Path folder, String curve) {
        this.folder = folder;
        this.curve = curve;
    }

    /** Whether there is an openssl to work with. */
    public static boolean exists() {
        return Files.isExecutable(Path.of("/usr/bin/openssl"));
    }

    public String file(String name) {
        return folder.resolve(name).toString();
    }

    /** An authority with a list that revokes nobody. */
    public void authority(String name) {
        key(name);
        sign(List.of("openssl", "req", "-x509", "-new", "-key", name + ".key", digest(), "-days", "2", "-subj", "/CN=" + name,
                "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-out", name + ".pem"), false);
        write(name + ".index", "");
        write(name + ".cnf", """
                [ca]
                default_ca = own
                [own]
                dir = .
                database = %1$s.index
                new_certs_dir = .
                certificate = %1$s.pem
                private_key = %1$s.key
                default_md = %2$s
                policy = any
                rand_serial = yes
                unique_subject = no
                copy_extensions = copy
                default_crl_days = 1
                [any]
                commonName = supplied
                """.formatted(name, digest().substring(1)));
        list(name);
    }

    /** @param names for the alternative names, such as {@code IP:127.0.0.1} */
    public void certificate(String name, String by, String... names) {
        sign(name, by, List.of(), names);
    }

    /** One whose time is over. */
    public void expired(String name, String by, String... names) {
        sign(name, by, List.of("-startdate", "20200101000000Z", "-enddate", "20200102000000Z"), names);
    }

    /** Revokes a certificate and writes the list of the authority anew. */
    public void revoke(String name, String by) {
        run("openssl", "ca", "-batch", "-config", by + ".cnf", "-revoke", name + ".pem");
        list(by);
    }

    /** Writes the list of an authority anew. */
    public void list(String by) {
        replace(by, "openssl", "ca", "-config", by + ".cnf", "-gencrl", "-out", by + ".crl.new");
    }

    /** Writes a list that is out of date. */
    public void staleList(String by) {
        replace(by, "openssl", "ca", "-config", by + ".cnf", "-gencrl", "-crl_lastupdate", "20200101000000Z", "-crl_nextupdate",
                "20200102000000Z", "-out", by + ".crl.new");
    }

    /** As {@link #run}, with what a signature by SM2 needs: openssl knows no default for the signer's id (GB/T 35276). */
    private void sign(List<String> command, boolean checks) {
        List<String> full = new ArrayList<>(command);
        if (curve.equals(SM2)) {
            full.addAll(List.of("-sigopt", "distid:1234567812345678"));
            if (checks) {
                full.addAll(List.of("-vfyopt", "distid:1234567812345678"));
            }
        }
        run(full.toArray(String[]::new));
    }

    /** Runs a command in the folder. */
    public void run(String... command) {
        Path log = folder.resolve("openssl.log");
        try {
            int code = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new AssertionError(String.join(" ", command) + " failed: " + Files.readString(log));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new AssertionError(ended);
        }
    }

    private void sign(String name, String by, List<String> more, String... names) {
        key(name);
        List<String> request = new ArrayList<>(List.of("openssl", "req", "-new", "-key", name + ".key", digest(), "-subj",
                "/CN=" + name, "-addext", "basicConstraints=critical,CA:FALSE", "-out", name + ".csr"));
        if (names.length > 0) {
            request.addAll(List.of("-addext", "subjectAltName=" + String.join(",", names)));
        }
        sign(request, false);
        List<String> command = new ArrayList<>(List.of("openssl", "ca", "-batch", "-notext", "-config", by + ".cnf", "-days", "2",
                "-in", name + ".csr", "-out", name + ".pem"));
        command.addAll(more);
        sign(command, true);
    }

    private void key(String name) {
        run("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + curve, "-out", name + ".key");
    }

    private String digest() {
        return curve.equals(SM2) ? "-sm3" : "-sha256";
    }

    /** At once, as an operator should: whoever reads it meanwhile sees the one or the other. */
    private void replace(String by, String... command) {
        sign(List.of(command), false);
        run("mv", by + ".crl.new", by + ".crl");
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
