package io.sluice.rest;

import io.sluice.api.device.CameraDriver;
import io.sluice.api.device.Cameras;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.result.ResultListener;
import io.sluice.api.result.ResultStore;
import io.sluice.api.status.StatusSource;
import io.sluice.api.stream.StreamHub;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** The bundle as built, in Felix with the real HTTP service and components; what it works on is made up by tests. */
final class RestGateway implements AutoCloseable {

    private static final List<String> BUNDLES = List.of(
            "org.osgi.util.function", "org.osgi.util.promise", "org.osgi.service.component-1", "org.osgi.service.log",
            "org.apache.felix.configadmin", "org.apache.felix.metatype", "org.apache.felix.eventadmin",
            "org.apache.felix.scr", "org.apache.felix.http.servlet-api", "commons-io", "commons-fileupload",
            "org.apache.felix.http.jetty12", "jackson-core", "jackson-annotations", "jackson-databind",
            "snakeyaml", "jackson-dataformat-yaml", "itu", "json-schema-validator");
    private static final List<String> PACKAGES = List.of(
            "io.sluice.api.accel", "io.sluice.api.analysis", "io.sluice.api.device", "io.sluice.api.error", "io.sluice.api.event", "io.sluice.api.frame",
            "io.sluice.api.model", "io.sluice.api.result", "io.sluice.api.status", "io.sluice.api.stream");

    private final Framework framework;
    private final Path cache;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    RestGateway() throws IOException, BundleException {
        this(Map.of(), List.of());
    }

    /** @param more names of further jars to install */
    RestGateway(Map<String, String> settings, List<String> more) throws IOException, BundleException {
        cache = Files.createTempDirectory("sluice-rest-test");
        port = freePort();
        Map<String, String> properties = new HashMap<>(settings);
        properties.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, packages());
        properties.put("org.osgi.service.http.port", Integer.toString(port));
        properties.put("org.apache.felix.http.host", "127.0.0.1");
        framework = new FrameworkFactory().newFramework(properties);
        framework.start();
        try {
            List<Bundle> bundles = Stream.of(BUNDLES.stream().map(RestGateway::jar), more.stream().map(RestGateway::jar), Stream.of(built()))
                    .flatMap(jars -> jars)
                    .map(this::install)
                    .toList();
            for (Bundle bundle : bundles) {
                bundle.start();
            }
        } catch (BundleException error) {
            framework.stop();
            throw error;
        }
    }

    int port() {
        return port;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    Bundle bundle(String name) {
        return Arrays.stream(context().getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    void offer(Cameras cameras, ModelRepository models, ResultStore results, StreamHub hub) {
        context().registerService(Cameras.class, cameras, null);
        context().registerService(ModelRepository.class, models, null);
        context().registerService(ResultStore.class, results, null);
        context().registerService(StreamHub.class, hub, null);
    }

    void offer(StatusSource source) {
        context().registerService(StatusSource.class, source, null);
    }

    void offer(CameraDriver driver) {
        context().registerService(CameraDriver.class, driver, null);
    }

    void announce(String topic, Object payload) {
        ServiceReference<EventAdmin> reference = context().getServiceReference(EventAdmin.class);
        context().getService(reference).sendEvent(new Event(topic, Map.of("payload", payload)));
    }

    /** Sets a component. The framework's Configuration Admin is another than that on the class path, hence the detour. */
    void configure(String pid, Dictionary<String, Object> values) throws ReflectiveOperationException {
        try {
            String type = "org.osgi.service.cm.ConfigurationAdmin";
            Object admin = context().getService(context().getAllServiceReferences(type, null)[0]);
            ClassLoader loader = admin.getClass().getClassLoader();
            Object configuration = loader.loadClass(type)
                    .getMethod("getConfiguration", String.class, String.class)
                    .invoke(admin, pid, "?");
            loader.loadClass("org.osgi.service.cm.Configuration")
                    .getMethod("update", Dictionary.class)
                    .invoke(configuration, values);
        } catch (InvalidSyntaxException noFilterGiven) {
            throw new IllegalStateException(noFilterGiven);
        }
    }

    /** The bundle's listener to results. Its other service types are on the tests' class path too, hence the detour. */
    ResultListener listener() {
        try {
            ServiceReference<?>[] found = context().getAllServiceReferences(ResultListener.class.getName(), null);
            return (ResultListener) context().getService(found[0]);
        } catch (InvalidSyntaxException noFilterGiven) {
            throw new IllegalStateException(noFilterGiven);
        }
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, "", Map.of());
    }

    HttpResponse<String> send(String method, String path, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path))
                .method(method, body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException closed) {
            // The server may end a connection just when the client takes it from its pool; RFC 9112, section 9.3.1.
            return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        }
    }

    HttpResponse<String> json(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, path, body.replace('\'', '"'), Map.of("Content-Type", "application/json"));
    }

    @Override
    public void close() throws Exception {
        framework.stop();
        framework.waitForStop(0);
        try (Stream<Path> files = Files.walk(cache)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Bundle install(Path jar) {
        try {
            return context().installBundle(jar.toUri().toString());
        } catch (BundleException error) {
            throw new IllegalStateException(error);
        }
    }

    private static String packages() {
        return PACKAGES.stream().map(name -> name + ";version=1.0.0").collect(Collectors.joining(","))
                + ",org.slf4j;version=2.0.17,org.slf4j.event;version=2.0.17,org.slf4j.helpers;version=2.0.17"
                + ",org.slf4j.spi;version=2.0.17,org.osgi.service.event;version=1.4.1";
    }

    private static Path built() {
        return Path.of(System.getProperty("bundle"));
    }

    private static Path jar(String name) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is not on the class path"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
