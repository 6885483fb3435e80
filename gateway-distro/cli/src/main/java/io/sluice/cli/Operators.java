package io.sluice.cli;

import io.sluice.api.analysis.Operator;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.natives.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Manifest;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import nu.pattern.OpenCV;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The operators of the bundles on the class path, found as the gateway finds them: by their components' descriptions. One that
 * needs more than its native library runs in the gateway only.
 */
final class Operators {

    private final Map<String, String> classes = new HashMap<>();
    private boolean loaded;

    /** @throws IOException when a bundle on the class path is damaged */
    static Operators find() throws IOException {
        Operators operators = new Operators();
        for (URL manifest : Collections.list(
                Operators.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            try (InputStream in = manifest.openStream()) {
                String components = new Manifest(in).getMainAttributes().getValue("Service-Component");
                for (String component : components == null ? new String[0] : components.split(",")) {
                    operators.read(new URL(manifest, "../" + component.strip()));
                }
            }
        }
        return operators;
    }

    /** A fresh one of that name, where there is one. */
    Optional<Operator> named(String name) {
        String type = classes.get(name);
        if (type == null) {
            return Optional.empty();
        }
        load();
        try {
            Constructor<?> constructor = Class.forName(type).getConstructor(NativeLibrary.class);
            NativeLibrary library = () -> "";
            return Optional.of((Operator) constructor.newInstance(library));
        } catch (ReflectiveOperationException needsMore) {
            return Optional.empty();
        }
    }

    private void load() {
        if (loaded) {
            return;
        }
        try {
            OpenCV.loadLocally();
        } catch (UnsatisfiedLinkError missing) {
            throw new UnavailableException("vector.operator", "OpenCV cannot be loaded here: " + missing.getMessage() + ".",
                    "Run the test on a system for which the gateway is made.", missing);
        }
        loaded = true;
    }

    private void read(URL description) throws IOException {
        Document document;
        try (InputStream in = description.openStream()) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            document = factory.newDocumentBuilder().parse(in);
        } catch (SAXException | ParserConfigurationException damaged) {
            throw new IOException(description + " cannot be read: " + damaged.getMessage(), damaged);
        }
        String type = attribute(document.getElementsByTagName("implementation"), "class");
        NodeList properties = document.getElementsByTagName("property");
        for (int index = 0; index < properties.getLength(); index++) {
            Element property = (Element) properties.item(index);
            if (property.getAttribute("name").equals(Operator.NAME)) {
                classes.put(property.getAttribute("value"), type);
            }
        }
    }

    private static String attribute(NodeList elements, String name) {
        return elements.getLength() == 0 ? "" : ((Element) elements.item(0)).getAttribute(name);
    }
}
