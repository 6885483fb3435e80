package io.sluice.console.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts of the page are complete in every language, for all that the gateway's sources can say. */
class CataloguesTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    /** A code: words in lower case joined by dots, as a literal of its own. */
    private static final Pattern CODE = Pattern.compile("\"([a-z][a-z0-9-]*(?:\\.[a-z0-9_-]+){1,3})\"");
    /** Literals of the same form that are names of properties, files or packages. */
    private static final Pattern NO_CODE = Pattern.compile(
            "(io|org|ai|com|java|jna|onnxruntime|os|sluice|felix|session|native|queue|max|min|frames|score|segment|index|release|algorithm)\\..*"
                    + "|(accelerator|camera|model|operator|service)\\.(id|name|pid|ranking)|store\\.name|psk\\.(port|devices|connections|idle\\.seconds)|source\\.driver|r\\.id"
                    + "|task\\.types|trainer\\.method|link\\.(binding|commands|device|direction|resources)|(backlog|body|device|disk|expiry|instance|keepalive|memory|packet|quarantine|requests|tls)\\..*"
                    + "|(detections|crossings)\\..*|host\\..*|lib[a-z0-9-]+\\.so(\\.\\d+)?|.*\\.(yaml|json|html|properties|jar|onnx|mp4|xml|txt)");

    private final Map<String, String> english = catalogue("en");
    private final Map<String, String> chinese = catalogue("zh-CN");

    @Test
    void bothLanguagesHaveTheSameTexts() {
        assertEquals(english.keySet(), chinese.keySet());
        english.forEach((key, text) -> assertTrue(!text.isBlank() && !chinese.get(key).isBlank(), key));
    }

    @Test
    void translationsSayTheSame() {
        english.forEach((key, text) -> {
            Set<String> names = placeholders(text);
            Set<String> translated = placeholders(chinese.get(key));
            // A translation may leave out the gateway's English words where its own say all.
            names.removeAll(Set.of("message", "remedy"));
            translated.removeAll(Set.of("message", "remedy"));
            assertEquals(names, translated, key);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void everyStatusCodeOfTheSourcesIsTranslated(String language) throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent().getParent();
        Assumptions.assumeTrue(Files.isDirectory(root.resolve("bundles/api")), "skipped: not within the source tree");
        Map<String, String> texts = catalogue(language);
        Set<String> missing = codes(root).stream()
                .filter(code -> !texts.containsKey("status." + code + ".message"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing, "codes without a translation in " + language);
    }

    @Test
    void everyTextThePageAsksForIsThere() throws IOException {
        Pattern asked = Pattern.compile("\\bt\\('([^']+)'");
        Path scripts = Path.of("src/main/resources/watch/js");
        Set<String> keys = new TreeSet<>();
        for (Path script : files(scripts, ".js")) {
            asked.matcher(Files.readString(script)).results().forEach(match -> keys.add(match.group(1)));
        }
        assertTrue(keys.size() > 80, "texts asked for: " + keys.size());
        keys.removeAll(english.keySet());
        assertEquals(Set.of(), keys);
    }

    private static Set<String> codes(Path root) throws IOException {
        Set<String> codes = new TreeSet<>();
        for (String folder : List.of("bundles", "video-pipeline", "accel-drivers", "cloud-connector")) {
            for (Path source : files(root.resolve(folder), ".java")) {
                String path = source.toString();
                if (path.contains("/src/main/java/") && !path.contains("/demo/trainer/")) {
                    CODE.matcher(Files.readString(source)).results()
                            .map(match -> match.group(1))
                            .filter(code -> !NO_CODE.matcher(code).matches())
                            .forEach(codes::add);
                }
            }
        }
        assertTrue(codes.contains("rtsp.unauthorized") && codes.contains("recorder.disk_full"), codes.toString());
        return codes;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(ending)).toList();
        }
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> catalogue(String language) {
        try (InputStream in = CataloguesTest.class.getResourceAsStream("/watch/i18n/" + language + ".json")) {
            return new ObjectMapper().readValue(in, new TypeReference<>() {});
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }
}
