/** Runs tasks of encoding, decoding and transcoding (T/AI 116.6, clause 6.3 a), type 3). */
package io.sluice.runner.transcode.internal;
