package io.sluice.analytics.internal.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.accel.Precision;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.accel.TensorSpec.ElementType;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelFamily;
import io.sluice.api.model.ModelVariant;
import io.sluice.support.model.FileModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OutputReadersTest {

    private static final TensorSpec INPUT = tensor(1, 3, 320, 640);

    @Test
    void findsTheReaderOfEachFamily() {
        assertInstanceOf(FastestDetReader.class, of(ModelFamily.FASTESTDET, 2, tensor(1, 7, 10, 20)));
        assertInstanceOf(YoloPlanarReader.class, of(ModelFamily.YOLO, 2, tensor(1, 6, 8400)));
        assertInstanceOf(YoloRowsReader.class, of(ModelFamily.YOLO, 2, tensor(1, 8400, 6)));
        assertInstanceOf(YoloRowsReader.class, of(ModelFamily.YOLO, 2, tensor(1, -1, 6)));
        assertInstanceOf(YoloRowsReader.class, of(ModelFamily.YOLO_OBJECTNESS, 2, tensor(1, 8400, 7)));
        assertInstanceOf(SsdReader.class, of(ModelFamily.SSD, 2, tensor(1, 50, 2), tensor(1, 50, 4)));
        assertInstanceOf(SsdReader.class, of(ModelFamily.SSD, 1, tensor(1, 50, 4), tensor(1, 50, 2)));
        assertInstanceOf(ClassificationReader.class, of(ModelFamily.CLASSIFICATION, 2, tensor(1, 2)));
        assertInstanceOf(ClassificationReader.class, of(ModelFamily.CLASSIFICATION, 2, tensor(1, 2, 1, 1)));
    }

    @Test
    void aFreeFirstDimensionIsThatOfOnePicture() {
        OutputReader reader = OutputReaders.of(
                model(ModelFamily.CLASSIFICATION, 2), List.of(tensor(-1, 3, 320, 640)), List.of(tensor(-1, 2)));
        assertInstanceOf(ClassificationReader.class, reader);
        assertInstanceOf(YoloPlanarReader.class, of(ModelFamily.YOLO, 2, tensor(-1, 6, 8400)));
        assertRefused(ModelFamily.CLASSIFICATION, 2, "[-1, -1]", "[1, 2]", tensor(-1, -1));
    }

    @Test
    void refusesAnotherNumberOfClassesAndNamesBothNumbers() {
        assertRefused(ModelFamily.FASTESTDET, 80, "[1, 7, 10, 20]", "[1, 85, rows, columns]", tensor(1, 7, 10, 20));
        assertRefused(ModelFamily.YOLO, 80, "[1, 6, 8400]", "[1, 84, boxes]", tensor(1, 6, 8400));
        assertRefused(ModelFamily.YOLO_OBJECTNESS, 80, "[1, 8400, 84]", "[1, boxes, 85]", tensor(1, 8400, 84));
        assertRefused(ModelFamily.SSD, 5, "[1, 50, 2]", "[1, boxes, 6]", tensor(1, 50, 2), tensor(1, 50, 4));
        assertRefused(ModelFamily.SSD, 2, "[1, 40, 4]", "[1, boxes, 4]", tensor(1, 50, 2), tensor(1, 40, 4));
        assertRefused(ModelFamily.CLASSIFICATION, 1000, "[1, 10]", "[1, 1000]", tensor(1, 10));
    }

    @Test
    void refusesAnotherNumberOfOutputsOrDimensions() {
        assertRefused(ModelFamily.YOLO, 2, "2 outputs", "one output", tensor(1, 6, 10), tensor(1, 6, 10));
        assertRefused(ModelFamily.SSD, 2, "1 outputs", "boxes [1, boxes, 4]", tensor(1, 50, 2));
        assertRefused(ModelFamily.YOLO, 2, "[6, 10]", "[1, 6, boxes]", tensor(6, 10));
        assertRefused(ModelFamily.YOLO, 2, "[2, 6, 10]", "[1, 6, boxes]", tensor(2, 6, 10));
        assertRefused(ModelFamily.FASTESTDET, 2, "[1, 7, -1, -1]", "fixed", tensor(1, 7, -1, -1));
    }

    @Test
    void refusesOtherElementsThanFloats() {
        TensorSpec halves = new TensorSpec("out", ElementType.FLOAT16, List.of(1L, 6L, 10L));
        assertRefused(ModelFamily.YOLO, 2, "FLOAT16", "[1, 6, boxes]", halves);
    }

    @Test
    void refusesAnInputOfAnotherSize() {
        ModelDescriptor model = model(ModelFamily.YOLO, 2);
        RejectedException refused = assertThrows(RejectedException.class,
                () -> OutputReaders.of(model, List.of(tensor(1, 3, 640, 640)), List.of(tensor(1, 6, 10))));
        assertTrue(refused.getMessage().contains("[1, 3, 640, 640]"), refused.getMessage());
        assertTrue(refused.getMessage().contains("[1, 3, 320, 640]"), refused.getMessage());
        assertThrows(RejectedException.class,
                () -> OutputReaders.of(model, List.of(INPUT, INPUT), List.of(tensor(1, 6, 10))));
    }

    private static void assertRefused(
            ModelFamily family, int labels, String found, String wanted, TensorSpec... outputs) {
        RejectedException refused = assertThrows(RejectedException.class, () -> of(family, labels, outputs));
        assertEquals("model.mismatch", refused.code());
        assertTrue(refused.getMessage().contains(found), refused.getMessage());
        assertTrue(refused.getMessage().contains(wanted), refused.getMessage());
    }

    private static OutputReader of(ModelFamily family, int labels, TensorSpec... outputs) {
        return OutputReaders.of(model(family, labels), List.of(INPUT), List.of(outputs));
    }

    private static ModelDescriptor model(ModelFamily family, int labels) {
        List<String> names = Stream.iterate(0, index -> index + 1).limit(labels).map(index -> "l" + index).toList();
        InputSpec input = new InputSpec(640, 320, InputSpec.Channels.RGB, InputSpec.Fit.STRETCH,
                List.of(0.0, 0.0, 0.0), List.of(255.0, 255.0, 255.0));
        return new ModelDescriptor("m", "M", "1", family, input, names, 0.5, 0.5, List.of(
                new ModelVariant(Precision.FLOAT32, Optional.empty(), FileModel.onnx(Path.of("m.onnx")))));
    }

    private static TensorSpec tensor(long... shape) {
        return new TensorSpec("t", ElementType.FLOAT32, Arrays.stream(shape).boxed().toList());
    }
}
