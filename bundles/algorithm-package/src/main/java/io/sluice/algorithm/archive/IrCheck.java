package io.sluice.algorithm.archive;

import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * OpenVINO's IR (docs.openvino.ai, "OpenVINO IR format"): a graph as XML whose root is {@code net} with a version, and a file of the
 * same name in {@code .bin} with the values of its constants, each named by offset and size. Document types and entities are
 * refused: they could name any file of the gateway, or grow without end.
 */
final class IrCheck {

    private static final long MOST_BYTES = 64L << 20;
    private static final int DEEPEST = 100;
    private static final int MOST_ELEMENTS = 5_000_000;

    private final String name;
    private final String weights;
    private final long weightBytes;
    private int constants;

    private IrCheck(String name, String weights, long weightBytes) {
        this.name = name;
        this.weights = weights;
        this.weightBytes = weightBytes;
    }

    /** Name of the file with the constants. */
    static String weightsOf(String name) {
        return name.replaceAll("\\.[^./]*$", "") + ".bin";
    }

    /**
     * @param weights name of the file with the constants
     * @param weightBytes its length; negative when it is not there
     */
    static String check(String name, InputStream in, long size, String weights, long weightBytes) throws IOException {
        return new IrCheck(name, weights, weightBytes).check(in, size);
    }

    private String check(InputStream in, long size) throws IOException {
        if (size > MOST_BYTES) {
            throw malformed("its XML has more than " + MOST_BYTES + " bytes");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        try {
            String version = read(factory.createXMLStreamReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
            // Its digest is made at its end.
            in.transferTo(OutputStream.nullOutputStream());
            return "OpenVINO IR of version " + version + ", XML and " + constants + " constants in " + weights
                    + " checked; its operators are not checked";
        } catch (XMLStreamException error) {
            throw malformed("its XML cannot be read at line " + (error.getLocation() == null ? 0
                    : error.getLocation().getLineNumber()));
        }
    }

    private String read(XMLStreamReader xml) throws XMLStreamException {
        String version = "";
        boolean inConstant = false;
        int depth = 0;
        int elements = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    if (++elements > MOST_ELEMENTS || depth > DEEPEST) {
                        throw malformed("its XML has more than " + MOST_ELEMENTS + " elements, or more than " + DEEPEST
                                + " in each other");
                    }
                    String element = xml.getLocalName();
                    if (depth == 1) {
                        version = version(xml, element);
                    }
                    inConstant = element.equals("layer") ? "Const".equals(xml.getAttributeValue(null, "type")) : inConstant;
                    if (inConstant && element.equals("data")) {
                        constant(xml);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw malformed("its XML has a document type or an entity, which is not taken");
                default -> { }
            }
        }
        return version;
    }

    private String version(XMLStreamReader xml, String element) {
        String version = xml.getAttributeValue(null, "version");
        if (!element.equals("net") || version == null || !version.matches("[0-9]{1,4}")) {
            throw malformed("its XML does not begin with net and a version");
        }
        return version;
    }

    private void constant(XMLStreamReader xml) {
        long offset = number(xml, "offset");
        long size = number(xml, "size");
        constants++;
        if (weightBytes < 0) {
            throw malformed("it needs " + weights + " for its constants, which is not in the package");
        }
        if (size > weightBytes || offset > weightBytes - size) {
            throw malformed("a constant is at " + offset + " with " + size + " bytes, but " + weights + " has " + weightBytes);
        }
    }

    private long number(XMLStreamReader xml, String attribute) {
        String text = xml.getAttributeValue(null, attribute);
        if (text == null || !text.matches("[0-9]{1,18}")) {
            throw malformed("a constant has no " + attribute + " in bytes");
        }
        return Long.parseLong(text);
    }

    private RejectedException malformed(String what) {
        return Refusal.entry("package.model.malformed", name, "is no sound OpenVINO IR: " + what);
    }
}
