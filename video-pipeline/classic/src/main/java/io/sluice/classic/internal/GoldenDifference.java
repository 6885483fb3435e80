package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Step;
import io.sluice.api.natives.NativeLibrary;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Finds where a part differs from a picture of a good one. */
@Component(service = Operator.class, property = Operator.NAME + "=" + GoldenDifference.NAME)
public final class GoldenDifference extends ClassicOperator {

    static final String NAME = "golden-difference";

    /** @param library goes after this, as long as this is there */
    @Activate
    public GoldenDifference(@Reference(target = "(" + NativeLibrary.NAME + "=opencv)") NativeLibrary library) {
        super(NAME, library);
    }

    @Override
    Step open(JsonNode arguments) {
        return new GoldenStep(arguments);
    }
}
