/* A stand-in for a maker's library that fails as real ones do: what it is to do stands in the first value of the input. */
#include <jni.h>
#include <stdlib.h>
#include <stdio.h>
#include <unistd.h>

static void fail(int how) {
    switch (how) {
        case -1: {
            volatile int *nowhere = 0;
            *nowhere = 1;
            break;
        }
        case -2:
            for (;;) {
                pause();
            }
        case -3:
            fprintf(stderr, "standin: the firmware does not answer\n");
            exit(7);
        case -4:
            abort();
        default:
            break;
    }
}

JNIEXPORT void JNICALL Java_io_sluice_accel_contained_standin_Chip_run(
        JNIEnv *env, jclass type, jobject in, jobject out, jint values) {
    float *from = (*env)->GetDirectBufferAddress(env, in);
    float *to = (*env)->GetDirectBufferAddress(env, out);
    (void) type;
    fail((int) from[0]);
    for (int index = 0; index < values; index++) {
        to[index] = 2 * from[index];
    }
}
