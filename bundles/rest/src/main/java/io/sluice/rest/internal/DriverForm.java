package io.sluice.rest.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.device.CameraDriver;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** A driver's settings as JSON, from the metatype of its configuration: the one place where they are described. */
final class DriverForm {

    /** Given by the camera's document itself. */
    private static final Set<String> NOT_SETTINGS = Set.of("camera.id", "camera.name");

    private DriverForm() {}

    /** @param bundle the driver's; null when it has just gone */
    static ObjectNode of(CameraDriver driver, Bundle bundle, Optional<MetaTypeService> metatypes) {
        ObjectNode form = JsonNodeFactory.instance.objectNode()
                .put("kind", driver.kind())
                .put("factoryPid", driver.factoryPid());
        Optional<ObjectClassDefinition> type = bundle == null
                ? Optional.empty() : metatypes.flatMap(service -> type(service.getMetaTypeInformation(bundle), driver));
        form.put("name", type.map(ObjectClassDefinition::getName).orElse(driver.kind()));
        form.put("description", type.map(ObjectClassDefinition::getDescription).orElse(""));
        ArrayNode settings = form.putArray("settings");
        type.ifPresent(found -> {
            // Each call makes its definitions anew, so only their ids can be compared.
            List<String> required = attributes(found, ObjectClassDefinition.REQUIRED).stream()
                    .map(AttributeDefinition::getID)
                    .toList();
            for (AttributeDefinition attribute : attributes(found, ObjectClassDefinition.ALL)) {
                if (!NOT_SETTINGS.contains(attribute.getID())) {
                    describe(attribute, driver, required.contains(attribute.getID()), settings.addObject());
                }
            }
        });
        return form;
    }

    private static Optional<ObjectClassDefinition> type(MetaTypeInformation information, CameraDriver driver) {
        boolean described = information != null
                && Arrays.asList(information.getFactoryPids()).contains(driver.factoryPid());
        return described
                ? Optional.ofNullable(information.getObjectClassDefinition(driver.factoryPid(), null))
                : Optional.empty();
    }

    private static List<AttributeDefinition> attributes(ObjectClassDefinition type, int filter) {
        AttributeDefinition[] attributes = type.getAttributeDefinitions(filter);
        return attributes == null ? List.of() : List.of(attributes);
    }

    private static void describe(
            AttributeDefinition attribute, CameraDriver driver, boolean required, ObjectNode setting) {
        String[] defaults = attribute.getDefaultValue();
        String fallback = defaults == null ? "" : String.join(",", defaults);
        boolean secret = driver.secrets().contains(attribute.getID())
                || attribute.getType() == AttributeDefinition.PASSWORD;
        setting.put("name", attribute.getID())
                .put("title", attribute.getName())
                .put("description", Optional.ofNullable(attribute.getDescription()).orElse(""))
                .put("type", typeOf(attribute.getType()))
                .put("default", fallback)
                .put("required", required && fallback.isEmpty())
                .put("secret", secret);
        String[] values = attribute.getOptionValues();
        if (values != null) {
            ArrayNode options = setting.putArray("options");
            for (int i = 0; i < values.length; i++) {
                options.addObject().put("value", values[i]).put("label", attribute.getOptionLabels()[i]);
            }
        }
    }

    private static String typeOf(int type) {
        return switch (type) {
            case AttributeDefinition.BOOLEAN -> "boolean";
            case AttributeDefinition.BYTE, AttributeDefinition.SHORT, AttributeDefinition.INTEGER,
                    AttributeDefinition.LONG -> "integer";
            case AttributeDefinition.FLOAT, AttributeDefinition.DOUBLE -> "number";
            default -> "string";
        };
    }
}
