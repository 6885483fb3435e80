package io.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private TestHome home;
    private Path dataRoot;
    private DataFolder data;
    private Gateway gateway;
    private LaunchReport report;

    @BeforeEach
    void makeHome() throws IOException {
        home = new TestHome(folder.resolve("home"));
        dataRoot = folder.resolve("data");
    }

    @AfterEach
    void stop() throws Exception {
        System.clearProperty(ThrowingActivator.CURED);
        if (gateway != null) {
            assertTrue(gateway.stop(PATIENCE));
            data.close();
            gateway = null;
        }
    }

    @Test
    void firstStartInstallsAndStartsTheBundlesOfAllFeatures() throws Exception {
        home.bundle("a", "1.0.0", List.of("Export-Package: p"));
        home.bundle("b", "1.0.0", List.of("Import-Package: p"));
        home.feature("base", "test:a:1.0.0");
        home.feature("edge", "test:b:1.0.0");
        start("base", "edge");
        assertEquals(Bundle.ACTIVE, bundle("a").getState());
        assertEquals(Bundle.ACTIVE, bundle("b").getState());
        assertTrue(report.get().contains("{\"name\":\"edge\",\"state\":\"started\"}"), report.get());
    }

    @Test
    void anotherVersionIsAnUpdateOfTheSameBundleAndUnchangedOnesAreLeftAlone() throws Exception {
        home.bundle("a", "1.0.0", List.of());
        home.bundle("b", "1.0.0", List.of());
        home.feature("base", "test:a:1.0.0", "test:b:1.0.0");
        start("base");
        long id = bundle("a").getBundleId();
        long modified = bundle("b").getLastModified();
        stop();
        home.bundle("a", "1.1.0", List.of());
        home.feature("base", "test:a:1.1.0", "test:b:1.0.0");
        start("base");
        assertEquals("1.1.0", bundle("a").getVersion().toString());
        assertEquals(id, bundle("a").getBundleId());
        assertEquals(Bundle.ACTIVE, bundle("a").getState());
        assertEquals(modified, bundle("b").getLastModified());
    }

    @Test
    void otherContentOfTheSameVersionIsAnUpdateToo() throws Exception {
        home.bundle("a", "1.0.0", List.of());
        home.feature("base", "test:a:1.0.0");
        start("base");
        stop();
        home.bundle("a", "1.0.0", List.of("Bundle-Name: another"));
        start("base");
        assertEquals("another", bundle("a").getHeaders().get("Bundle-Name"));
    }

    @Test
    void whatNoFeatureNamesAnyMoreIsUninstalled() throws Exception {
        home.bundle("a", "1.0.0", List.of());
        home.bundle("b", "1.0.0", List.of());
        home.feature("base", "test:a:1.0.0");
        home.feature("extra", "test:b:1.0.0");
        start("base", "extra");
        stop();
        start("base");
        assertEquals(Bundle.ACTIVE, bundle("a").getState());
        assertNull(bundle("b"));
    }

    @Test
    void aFeatureThatDoesNotResolveIsRefusedWithWhatDependsOnItAndTheRestRuns() throws Exception {
        home.bundle("a", "1.0.0", List.of("Export-Package: p"));
        home.bundle("lacking", "1.0.0", List.of("Import-Package: no.such.package;version=\"[2,3)\""));
        home.bundle("sound", "1.0.0", List.of("Export-Package: q", "Import-Package: p"));
        home.bundle("dependent", "1.0.0", List.of("Import-Package: q"));
        home.feature("base", "test:a:1.0.0");
        home.feature("broken", "test:lacking:1.0.0", "test:sound:1.0.0", "test:a:1.0.0");
        home.feature("onbroken", "test:dependent:1.0.0");
        start("base", "broken", "onbroken");
        assertEquals(Bundle.ACTIVE, bundle("a").getState());
        assertNull(bundle("lacking"));
        assertNull(bundle("sound"));
        assertNull(bundle("dependent"));
        assertTrue(told().contains("Feature broken is refused: lacking 1.0.0 requires what nothing provides: "
                + "osgi.wiring.package (&(osgi.wiring.package=no.such.package)(version>=2.0.0)(!(version>=3.0.0)))"),
                told());
        assertTrue(told().contains("Feature onbroken is refused: dependent 1.0.0 requires"), told());
        assertTrue(report.get().contains("\"code\":\"feature.unresolved\""), report.get());
    }

    @Test
    void featuresWithAMissingBundleOrMalformedOrAbsentAreRefusedAndTheRestRuns() throws Exception {
        home.bundle("a", "1.0.0", List.of());
        home.feature("base", "test:a:1.0.0");
        home.feature("incomplete", "test:nowhere:1.0.0");
        home.raw("malformed", "{\"feature-resource-version\": ");
        home.raw("shapeless", "[1, 2]");
        home.bundle("a", "2.0.0", List.of());
        home.feature("conflicting", "test:a:2.0.0");
        start("base", "incomplete", "malformed", "shapeless", "absent", "conflicting");
        assertEquals(Bundle.ACTIVE, bundle("a").getState());
        assertEquals("1.0.0", bundle("a").getVersion().toString());
        for (String refused : List.of(
                "incomplete is refused: The bundle test:nowhere:1.0.0 is missing",
                "malformed is refused",
                "shapeless is refused",
                "absent is refused: There is no file",
                "conflicting is refused: It wants feature:test:a in version 2.0.0, but another feature has 1.0.0")) {
            assertTrue(told().contains("Feature " + refused), told());
        }
    }

    @Test
    void aBundleFileThatIsNoJarRefusesItsFeatureOnly() throws Exception {
        home.bundle("a", "1.0.0", List.of());
        home.bundle("b", "1.0.0", List.of());
        Files.writeString(folder.resolve("home/repository/test/b/1.0.0/b-1.0.0.jar"), "no jar");
        home.feature("base", "test:a:1.0.0");
        home.feature("spoilt", "test:b:1.0.0");
        start("base", "spoilt");
        assertEquals(Bundle.ACTIVE, bundle("a").getState());
        assertTrue(told().contains("Feature spoilt is refused: "), told());
    }

    @Test
    void noFeatureThatRunsIsAnErrorOfTheStart() throws Exception {
        data = DataFolder.open(dataRoot);
        Gateway none = new Gateway(home.options(dataRoot, "absent"), data, new PrintStream(told, true));
        assertThrows(BundleException.class, none::start);
        assertTrue(none.stop(PATIENCE));
        data.close();
    }

    @Test
    void aBundleThatThrowsIsReportedUntilItStarts() throws Exception {
        home.bundle("a", "1.0.0", List.of());
        home.bundle("throwing", "1.0.0",
                List.of("Bundle-Activator: " + ThrowingActivator.class.getName(), "Import-Package: org.osgi.framework"),
                ThrowingActivator.class);
        home.feature("base", "test:a:1.0.0", "test:throwing:1.0.0");
        start("base");
        assertEquals(Bundle.ACTIVE, bundle("a").getState());
        assertTrue(report.get().contains(
                "{\"bundle\":\"throwing\",\"error\":\"IllegalStateException: the flux compensator is missing\"}"),
                report.get());
        System.setProperty(ThrowingActivator.CURED, "true");
        bundle("throwing").start();
        assertTrue(report.failed().isEmpty(), report.get());
    }

    @Test
    void aSecondGatewayOnTheSameDataIsRefusedAndNamesTheHolder() throws Exception {
        try (DataFolder first = DataFolder.open(dataRoot)) {
            IOException refused = assertThrows(IOException.class, () -> DataFolder.open(dataRoot));
            assertTrue(refused.getMessage().contains(first.root().toString()), refused.getMessage());
            assertTrue(refused.getMessage().contains("process " + ProcessHandle.current().pid()), refused.getMessage());
        }
        DataFolder.open(dataRoot).close();
    }

    @Test
    void aSpoiltCacheIsMadeAnew() throws Exception {
        home.bundle("a", "1.0.0", List.of());
        home.feature("base", "test:a:1.0.0");
        start("base");
        stop();
        try (Stream<Path> files = Files.walk(dataRoot.resolve("cache"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        start("base");
        assertEquals(Bundle.ACTIVE, bundle("a").getState());
        assertTrue(told().lines().filter("installed feature:test:a 1.0.0"::equals).count() == 2, told());
    }

    @Test
    void aFeatureChangesItsConfigurationUntilAnOperatorDoes() throws Exception {
        home.configurationAdmin();
        configure("\"my.pid\": {\"size\": 1, \"path\": \"${sluice.data}/x\"}, \"my.factory~one\": {\"name\": \"one\"}");
        start("base");
        assertEquals(dataRoot + "/x", configuration("my.pid").get("path"));
        assertEquals("one", configuration("my.factory~one").get("name"));
        stop();
        configure("\"my.pid\": {\"size\": 2}, \"my.factory~one\": {\"name\": \"two\"}");
        start("base");
        assertEquals(2L, ((Number) configuration("my.pid").get("size")).longValue());
        Configuration changed = admin().getConfiguration("my.factory~one", "?");
        Dictionary<String, Object> own = new Hashtable<>();
        own.put("name", "the operator's");
        changed.update(own);
        stop();
        configure("\"my.factory~one\": {\"name\": \"three\"}");
        start("base");
        assertEquals("the operator's", configuration("my.factory~one").get("name"));
        assertNull(admin().listConfigurations("(service.pid=my.pid)"));
    }

    private void configure(String configurations) throws IOException {
        home.featureWith("base", "\"configurations\": {" + configurations + "},", "felix:configadmin:1.0.0");
    }

    private ConfigurationAdmin admin() {
        return gateway.context().getService(gateway.context().getServiceReference(ConfigurationAdmin.class));
    }

    private Dictionary<String, Object> configuration(String pid) throws Exception {
        Configuration[] found = admin().listConfigurations("(service.pid=" + pid + ")");
        assertNotNull(found, pid);
        return found[0].getProperties();
    }

    private void start(String... features) throws Exception {
        data = DataFolder.open(dataRoot);
        gateway = new Gateway(home.options(dataRoot, features), data, new PrintStream(told, true));
        report = gateway.start();
    }

    private Bundle bundle(String name) {
        return Stream.of(gateway.context().getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElse(null);
    }

    private String told() {
        return told.toString(StandardCharsets.UTF_8);
    }
}
