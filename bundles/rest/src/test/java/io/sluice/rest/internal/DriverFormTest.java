package io.sluice.rest.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.device.CameraDriver;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.ObjectClassDefinition;

class DriverFormTest {

    private static final Bundle BUNDLE = (Bundle) Proxy.newProxyInstance(
            DriverFormTest.class.getClassLoader(), new Class<?>[] {Bundle.class}, (proxy, method, arguments) -> null);

    @Test
    void describesEachSettingForAForm() {
        JsonNode form = DriverForm.of(new Driver(), BUNDLE, Optional.of(bundle -> new Information()));
        assertEquals("A title", form.get("name").asText());
        List<String> names = form.get("settings").findValuesAsText("name");
        assertEquals(List.of("url", "password", "transport"), names);
        JsonNode url = form.at("/settings/0");
        assertTrue(url.get("required").asBoolean());
        assertFalse(url.get("secret").asBoolean());
        assertTrue(form.at("/settings/1/secret").asBoolean());
        assertFalse(form.at("/settings/1/required").asBoolean());
        JsonNode transport = form.at("/settings/2");
        assertFalse(transport.get("required").asBoolean(), "what has a default need not be given");
        assertEquals("tcp", transport.get("default").asText());
        assertEquals("udp", transport.at("/options/1/value").asText());
    }

    @Test
    void namesADriverWithoutDescription() {
        JsonNode form = DriverForm.of(new Driver(), BUNDLE, Optional.empty());
        assertEquals("rtsp", form.get("name").asText());
        assertEquals(0, form.get("settings").size());
    }

    private static final class Driver implements CameraDriver {

        @Override
        public String kind() {
            return "rtsp";
        }

        @Override
        public String factoryPid() {
            return "pid";
        }

        @Override
        public List<String> secrets() {
            return List.of("password");
        }

        @Override
        public List<Problem> check(Map<String, String> settings) {
            return List.of();
        }
    }

    /** Makes every definition anew, as real implementations do. */
    private static final class Information implements MetaTypeInformation, ObjectClassDefinition {

        @Override
        public String[] getPids() {
            return new String[0];
        }

        @Override
        public String[] getFactoryPids() {
            return new String[] {"pid"};
        }

        @Override
        public Bundle getBundle() {
            return BUNDLE;
        }

        @Override
        public ObjectClassDefinition getObjectClassDefinition(String id, String locale) {
            return this;
        }

        @Override
        public String[] getLocales() {
            return new String[0];
        }

        @Override
        public String getName() {
            return "A title";
        }

        @Override
        public String getDescription() {
            return "";
        }

        @Override
        public String getID() {
            return "pid";
        }

        @Override
        public AttributeDefinition[] getAttributeDefinitions(int filter) {
            AttributeDefinition id = new Attribute("camera.id", new String[0], new String[0]);
            AttributeDefinition url = new Attribute("url", new String[0], new String[0]);
            AttributeDefinition password = new Attribute("password", new String[0], new String[0]);
            AttributeDefinition transport =
                    new Attribute("transport", new String[] {"tcp"}, new String[] {"tcp", "udp"});
            return filter == REQUIRED
                    ? new AttributeDefinition[] {id, url, transport}
                    : new AttributeDefinition[] {id, url, password, transport};
        }

        @Override
        public InputStream getIcon(int size) {
            return null;
        }
    }

    private record Attribute(String name, String[] fallback, String[] options) implements AttributeDefinition {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public String getID() {
            return name;
        }

        @Override
        public String getDescription() {
            return null;
        }

        @Override
        public int getCardinality() {
            return 0;
        }

        @Override
        public int getType() {
            return STRING;
        }

        @Override
        public String[] getOptionValues() {
            return options;
        }

        @Override
        public String[] getOptionLabels() {
            return options;
        }

        @Override
        public String validate(String value) {
            return null;
        }

        @Override
        public String[] getDefaultValue() {
            return fallback;
        }
    }
}
