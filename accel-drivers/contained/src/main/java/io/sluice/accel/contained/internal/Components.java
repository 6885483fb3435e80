package io.sluice.accel.contained.internal;

import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.osgi.framework.Bundle;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The components of a bundle that the component runtime does not know, as the bundle describes them (DS 1.5, 112.4). */
final class Components {

    private static final String HEADER = "Service-Component";

    private Components() {}

    /**
     * Under which configurations the bundle's components look for their settings.
     *
     * @throws UnavailableException when the bundle has no components, or they cannot be read
     */
    static Set<String> pids(Bundle bundle) {
        String header = bundle.getHeaders("").get(HEADER);
        if (header == null) {
            throw unfit(bundle, "has no components", null);
        }
        Set<String> pids = new TreeSet<>();
        try {
            for (URL description : descriptions(bundle, header)) {
                read(description, pids);
            }
        } catch (IOException | SAXException | ParserConfigurationException damaged) {
            throw unfit(bundle, "has components that cannot be read (" + damaged.getMessage() + ")", damaged);
        }
        return pids;
    }

    private static List<URL> descriptions(Bundle bundle, String header) {
        List<URL> found = new ArrayList<>();
        for (String entry : header.split(",")) {
            String path = entry.split(";")[0].strip();
            int slash = path.lastIndexOf('/');
            Enumeration<URL> urls =
                    bundle.findEntries(slash < 0 ? "/" : path.substring(0, slash), path.substring(slash + 1), false);
            if (urls != null) {
                found.addAll(Collections.list(urls));
            }
        }
        return found;
    }

    private static void read(URL description, Set<String> pids)
            throws IOException, SAXException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        try (InputStream in = description.openStream()) {
            NodeList components = factory.newDocumentBuilder().parse(in).getElementsByTagNameNS("*", "component");
            for (int index = 0; index < components.getLength(); index++) {
                Element component = (Element) components.item(index);
                String name = name(component);
                String own = component.getAttribute("configuration-pid");
                for (String pid : own.isBlank() ? new String[] {name} : own.strip().split("\\s+")) {
                    pids.add(pid.equals("$") ? name : pid);
                }
            }
        }
    }

    private static String name(Element component) {
        String name = component.getAttribute("name");
        return name.isEmpty()
                ? ((Element) component.getElementsByTagName("implementation").item(0)).getAttribute("class") : name;
    }

    private static UnavailableException unfit(Bundle bundle, String what, Throwable cause) {
        return new UnavailableException("accelerator.contained.driver_missing", "The bundle " + bundle.getSymbolicName() + " "
                + what + ": it cannot run in a process of its own.", Supervisor.NAME_ANOTHER, cause);
    }
}
