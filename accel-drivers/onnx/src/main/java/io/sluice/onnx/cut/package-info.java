/** Models cut in two for two devices, and the choice of the cut. Pure editing and arithmetic. */
package io.sluice.onnx.cut;
