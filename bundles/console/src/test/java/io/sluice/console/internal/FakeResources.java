package io.sluice.console.internal;

import java.time.Instant;

/** What the placement's bundle answers, with one accelerator besides the processor that a test may let fail. */
final class FakeResources {

    private static final int SAMPLES = 30;

    volatile boolean failed;
    /** Path of the last request to release a quarantine. */
    volatile String released = "";

    String answer(String path) {
        return switch (path) {
            case "/accelerators" -> "[" + accelerator("cpu-0", "CPU", "A processor", "READY", "", 0.25, "null", "") + ","
                    + accelerator("npu-0", "NPU", FakeApi.NASTY, failed ? "FAILED" : "READY",
                            failed ? "It does not answer." : "", failed ? 0 : 0.62, failed ? "null" : "71.6",
                            failed ? "" : session()) + "]";
            case "/placement" -> "[" + lease() + "]";
            case "/resources" -> resources();
            default -> history();
        };
    }

    private static String accelerator(
            String id, String kind, String chip, String state, String remark, double load, String celsius,
            String sessions) {
        String reading = celsius.equals("null") ? "" : "\"celsius\":" + celsius + ",";
        return """
                {"id":"%s","kind":"%s","vendor":"v","chip":"%s","driver":"driver 1.2","location":"l","formats":["onnx"],
                "teraOperations":{"int8":6.0},"memoryBytes":1073741824,"lanes":1,"state":"%s","remark":"%s","load":%s,
                "limit":0.9,"busy":0.4,"readings":{%s"throttled":false},"sessions":[%s]}"""
                .formatted(id, kind, chip, state, remark, load, reading, sessions);
    }

    private static String session() {
        return """
                {"model":"good.onnx","precision":"int8","sha256":"","bytes":100,"medianMillis":2.5,"worstMillis":3.75,
                "users":["camera/gate"]}""";
    }

    private String lease() {
        return """
                {"user":"camera/gate","model":"m","modelVersion":"1","priority":10,"runsPerSecondWanted":10,
                "runsPerSecond":%s,"accelerator":"%s","precision":"int8","reason":"It is the least loaded.","since":
                "2026-01-01T00:00:00Z","runs":{"runs":7,"failures":0,"averageMillis":2.6,"longestMillis":4.0},"options":[
                {"accelerator":"npu-0","format":"onnx","precision":"int8","chosen":true,"medianMillis":2.5,"worstMillis":
                3.75,"loadBefore":0.58,"loadAfter":0.62,"verdict":"taken"},{"accelerator":"cpu-0","format":"onnx",
                "precision":"int8","chosen":false,"medianMillis":20,"worstMillis":30,"loadBefore":0.1,"loadAfter":0.25,
                "verdict":"fits, but an accelerator spares the processor"}]}"""
                .formatted(failed ? "3.5" : "10", failed ? "cpu-0" : "npu-0");
    }

    private static String resources() {
        return """
                {"TotalResource":{"DeviceID":"34020000001110000001","ResourceInfo":{"IsValid":"Y","CommonResource":
                {"TotalMemory":8192,"TotalStorage":102400,"TotalBandwidth":1000},"VideoProcessResource":[{"FormatName":
                "H.264","Decoding":{"MaxResolution":"4096*2304","MaxPerf":512.0}}]}},
                "AvailableResource":{"DeviceID":"34020000001110000001","ResourceInfo":{"IsValid":"Y","CommonResource":
                {"AvailableMemory":2048,"AvailableStorage":51200,"AvailableBandwidth":900,"AvailableCPU":70},
                "VideoProcessResource":[{"FormatName":"H.264","AvailDecodePerf":475.0}]}}}""";
    }

    private static String history() {
        StringBuilder samples = new StringBuilder();
        Instant first = Instant.now().minusSeconds(10L * SAMPLES);
        for (int number = 0; number < SAMPLES; number++) {
            samples.append(number == 0 ? "" : ",").append("{\"time\":\"").append(first.plusSeconds(10L * number))
                    .append("\",\"cpu\":0.3,\"memory\":0.5,\"accelerators\":{\"npu-0\":0.").append(number % 9).append("}}");
        }
        return "{\"secondsPerSample\":10,\"samples\":[" + samples + "]}";
    }
}
