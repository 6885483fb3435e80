package io.sluice.accel.contained.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes the stand-in driver's bundle and compiles its library. */
final class StandIn {

    static final String NAME = "standin";

    private static final String COMPONENT = """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="standin" immediate="true" activate="activate">
              <implementation class="io.sluice.accel.contained.standin.StandInDriver"/>
              <service>
                <provide interface="io.sluice.api.accel.Accelerator"/>
                <provide interface="io.sluice.api.status.StatusSource"/>
              </service>
            </scr:component>
            """;

    private StandIn() {}

    static Path library(Path folder) throws IOException, InterruptedException {
        Path library = folder.resolve("libstandin.so");
        Path include = Path.of(System.getProperty("java.home"), "include");
        Process compiler = new ProcessBuilder("cc", "-O1", "-shared", "-fPIC", "-I" + include, "-I" + include.resolve("linux"),
                "-o", library.toString(), "src/test/c/standin_chip.c").inheritIO().start();
        if (compiler.waitFor() != 0) {
            throw new IOException("the C compiler failed");
        }
        return library;
    }

    static Path bundle(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", NAME);
        main.putValue("Bundle-Version", "1.0.0");
        main.putValue("Import-Package", "io.sluice.api.accel,io.sluice.api.model,io.sluice.api.status");
        main.putValue("Require-Capability", "osgi.extender;filter:=\"(osgi.extender=osgi.component)\"");
        main.putValue("Service-Component", "OSGI-INF/standin.xml");
        Path jar = folder.resolve("standin.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry("OSGI-INF/standin.xml"));
            out.write(COMPONENT.getBytes(StandardCharsets.UTF_8));
            for (String type : List.of("Chip", "StandInDriver", "StandInDriver$Session", "StandInDriver$Tensors")) {
                String file = "io/sluice/accel/contained/standin/" + type + ".class";
                out.putNextEntry(new JarEntry(file));
                try (InputStream in = StandIn.class.getClassLoader().getResourceAsStream(file)) {
                    in.transferTo(out);
                }
            }
        }
        return jar;
    }
}
