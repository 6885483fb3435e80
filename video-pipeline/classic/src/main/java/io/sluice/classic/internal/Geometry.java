package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Step;
import io.sluice.api.natives.NativeLibrary;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Sets a picture right for the stages behind it: lens, perspective, turn and crop. */
@Component(service = Operator.class, property = Operator.NAME + "=" + Geometry.NAME)
public final class Geometry extends ClassicOperator {

    static final String NAME = "geometry";

    /** @param library goes after this, as long as this is there */
    @Activate
    public Geometry(@Reference(target = "(" + NativeLibrary.NAME + "=opencv)") NativeLibrary library) {
        super(NAME, library);
    }

    @Override
    Step open(JsonNode arguments) {
        return new GeometryStep(arguments);
    }
}
