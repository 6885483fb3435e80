package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Step;
import io.sluice.api.natives.NativeLibrary;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Finds what moves before a camera that does not. */
@Component(service = Operator.class, property = Operator.NAME + "=" + BackgroundSubtraction.NAME)
public final class BackgroundSubtraction extends ClassicOperator {

    static final String NAME = "background-subtraction";

    /** @param library goes after this, as long as this is there */
    @Activate
    public BackgroundSubtraction(@Reference(target = "(" + NativeLibrary.NAME + "=opencv)") NativeLibrary library) {
        super(NAME, library);
    }

    @Override
    Step open(JsonNode arguments) {
        return new BackgroundStep(arguments);
    }
}
