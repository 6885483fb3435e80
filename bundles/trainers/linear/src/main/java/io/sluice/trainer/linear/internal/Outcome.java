package io.sluice.trainer.linear.internal;

import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody;
import io.sluice.onnx.ElementType;
import io.sluice.onnx.Node;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.Shape;
import io.sluice.onnx.TensorData;
import io.sluice.onnx.ValueInfo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The trained model as a result: ONNX, with what was measured. */
final class Outcome {

    private static final int OPSET = 13;

    private Outcome() {}

    /**
     * What was measured on what was held out.
     *
     * @param majority share of the class that is most frequent in training
     */
    record Figures(int training, int heldOut, double majority, double accuracy, double lossBefore, double lossAfter) {

        private JsonObject told(Wish wish) {
            return JsonObject.builder().put("Training", training).put("HeldOut", heldOut)
                    .put("AccuracyBefore", JsonValue.of(majority)).put("AccuracyAfter", JsonValue.of(accuracy))
                    .put("LossBefore", JsonValue.of(lossBefore)).put("LossAfter", JsonValue.of(lossAfter))
                    .put("Epochs", wish.epochs()).put("Seed", wish.seed()).build();
        }
    }

    static TaskResultBody.Data of(Regression regression, Figures figures, Wish wish) {
        byte[] model = onnx(regression);
        JsonObject told = JsonObject.builder().put("Format", "onnx").put("Input", "features").put("Output", "scores")
                .put("Features", regression.features())
                .put("Classes", new JsonArray(regression.classes().stream().map(JsonValue::of).toList()))
                .put("Bytes", model.length).put("Sha256", sha256(model)).put("Content", Base64.getEncoder().encodeToString(model))
                .build();
        return new TaskResultBody.Data(Optional.empty(), Optional.empty(), Optional.empty(),
                JsonObject.builder().put("Model", told).put("Figures", figures.told(wish)).build());
    }

    static byte[] onnx(Regression regression) {
        int features = regression.features();
        int classes = regression.classes().size();
        float[][] plain = regression.plain();
        float[] weights = new float[features * classes];
        float[] bias = new float[classes];
        for (int one = 0; one < classes; one++) {
            for (int feature = 0; feature < features; feature++) {
                weights[feature * classes + one] = plain[one][feature];
            }
            bias[one] = plain[one][features];
        }
        OnnxModel model = OnnxModel.create(OPSET, "linear");
        model.graph().inputs(List.of(ValueInfo.tensor("features", ElementType.FLOAT, Shape.of(1, features))))
                .outputs(List.of(ValueInfo.tensor("scores", ElementType.FLOAT, Shape.of(1, classes))))
                .add(TensorData.of("weights", weights, features, classes)).add(TensorData.of("bias", bias, classes))
                .add(Node.of("Gemm", List.of("features", "weights", "bias"), List.of("sums")))
                .add(Node.of("Softmax", List.of("sums"), List.of("scores")));
        return model.toBytes();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
