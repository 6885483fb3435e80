package io.sluice.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NormaliserTest {

    @Test
    void initialisersAreNoInputsAnyMore() {
        OnnxModel model = TestModel.small().irVersion(3);
        ValueInfo picture = ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, 3));
        model.graph().inputs(List.of(picture, ValueInfo.tensor("c", ElementType.FLOAT, Shape.of(3))));
        OnnxModel read = TestModel.reread(model);
        assertTrue(OnnxNormaliser.normalise(read));
        OnnxModel written = TestModel.reread(read);
        assertEquals(List.of("x"), written.graph().inputs().stream().map(ValueInfo::name).toList());
        assertEquals(4, written.irVersion());
    }

    @Test
    void anOpenBatchBecomesOne() {
        OnnxModel model = TestModel.small();
        model.graph().inputs(List.of(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(Shape.OPEN, 3))));
        assertTrue(OnnxNormaliser.normalise(model));
        assertEquals(Shape.of(1, 3), TestModel.reread(model).graph().inputs().get(0).shape().orElseThrow());
    }

    @Test
    void anOpenBatchBecomesAsManyPicturesAsAreWanted() {
        OnnxModel model = TestModel.small();
        assertFalse(OnnxNormaliser.batchOpen(model));
        model.graph().inputs(List.of(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(Shape.OPEN, 3))));
        assertTrue(OnnxNormaliser.batchOpen(model));
        assertTrue(OnnxNormaliser.normalise(model, 8));
        assertEquals(Shape.of(8, 3), TestModel.reread(model).graph().inputs().get(0).shape().orElseThrow());
    }

    @Test
    void aBatchThatCanBeAnyIsKeptWhereThatIsWanted() {
        OnnxModel model = TestModel.small().irVersion(3);
        ValueInfo picture = ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(Shape.OPEN, 3));
        model.graph().inputs(List.of(picture, ValueInfo.tensor("c", ElementType.FLOAT, Shape.of(3))));
        OnnxModel read = TestModel.reread(model);
        assertTrue(OnnxNormaliser.normaliseForAnyBatch(read));
        OnnxModel written = TestModel.reread(read);
        assertEquals(List.of("x"), written.graph().inputs().stream().map(ValueInfo::name).toList());
        assertEquals(Shape.of(Shape.OPEN, 3), written.graph().inputs().get(0).shape().orElseThrow());
        assertEquals(4, written.irVersion());
        assertFalse(OnnxNormaliser.normaliseForAnyBatch(written));
    }

    @Test
    void aBatchOfSomeInputsOnlyCanBeNothingButOne() {
        OnnxModel model = TestModel.small();
        model.graph().inputs(List.of(
                ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(Shape.OPEN, 3)),
                ValueInfo.tensor("size", ElementType.FLOAT, Shape.of(1, 2))));
        OnnxModel read = TestModel.reread(model);
        assertTrue(OnnxNormaliser.normaliseForAnyBatch(read));
        assertEquals(Shape.of(1, 3), TestModel.reread(read).graph().inputs().get(0).shape().orElseThrow());
    }

    @Test
    void theLengthOfAVectorIsNoBatch() {
        OnnxModel model = TestModel.small();
        model.graph().inputs(List.of(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(Shape.OPEN))));
        assertFalse(OnnxNormaliser.normalise(model));
    }

    @Test
    void leavesTheRestAsItIs() {
        OnnxModel model = TestModel.reread(TestModel.small());
        assertFalse(OnnxNormaliser.normalise(model));
    }
}
