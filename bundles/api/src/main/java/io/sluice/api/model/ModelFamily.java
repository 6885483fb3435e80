package io.sluice.api.model;

/** How the outputs of a model are read. */
public enum ModelFamily {
    /**
     * FastestDet: one output [1, 5 + classes, rows, columns]; per cell objectness, offset and size (tanh and sigmoid to
     * apply), class scores.
     */
    FASTESTDET,
    /**
     * YOLO without anchors (v8 and kin): one output [1, 4 + classes, boxes] or its transpose; centre and size in input
     * pixels, class scores.
     */
    YOLO,
    /** YOLO with objectness (v5, YOLOX decoded, and kin): [1, boxes, 5 + classes]; centre and size in input pixels. */
    YOLO_OBJECTNESS,
    /** SSD kinds with decoded boxes: scores [1, boxes, classes], boxes [1, boxes, 4] as corners in 0..1; class 0 is background. */
    SSD,
    /** One score per class, [1, classes]; softmax is applied where they do not sum to 1. */
    CLASSIFICATION,
    /** One vector per picture, [1, length]: for comparing, no label. */
    EMBEDDING
}
