package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Step;
import io.sluice.api.natives.NativeLibrary;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reads the level of water on a ruler. */
@Component(service = Operator.class, property = Operator.NAME + "=" + WaterLevel.NAME)
public final class WaterLevel extends ClassicOperator {

    static final String NAME = "water-level";

    /** @param library goes after this, as long as this is there */
    @Activate
    public WaterLevel(@Reference(target = "(" + NativeLibrary.NAME + "=opencv)") NativeLibrary library) {
        super(NAME, library);
    }

    @Override
    Step open(JsonNode arguments) {
        return new WaterLevelStep(arguments);
    }
}
