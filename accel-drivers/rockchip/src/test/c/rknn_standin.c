/*
 * A stand-in for Rockchip's librknnrt: the functions and structures of rknn_api.h that the driver binds, in their binary
 * form, without an NPU. It runs one kind of model, y = a * x + b over a picture, on the memory it is given, and fails in
 * the ways the real one does: as the model's header says, or as the standin_ functions are told.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { OK = 0, FAIL = -1, TIMEOUT = -2, UNAVAILABLE = -3, MALLOC_FAIL = -4, PARAM = -5, MODEL = -6, CONTEXT = -7,
       INPUT = -8, OUTPUT = -9 };
enum { FLOAT32 = 0, INT8 = 2, NCHW = 0, NHWC = 1, AFFINE = 2 };

typedef uint64_t rknn_context;
typedef struct { uint32_t n_input, n_output; } rknn_input_output_num;
typedef struct { char api_version[256], drv_version[256]; } rknn_sdk_version;
typedef struct {
    uint32_t index, n_dims, dims[16];
    char name[256];
    uint32_t n_elems, size;
    int32_t fmt, type, qnt_type;
    int8_t fl;
    int32_t zp;
    float scale;
    uint32_t w_stride, size_with_stride;
    uint8_t pass_through;
    uint32_t h_stride;
} rknn_tensor_attr;
typedef struct {
    uint32_t index;
    void *buf;
    uint32_t size;
    uint8_t pass_through;
    int32_t type, fmt;
} rknn_input;
typedef struct {
    uint8_t want_float, is_prealloc;
    uint32_t index;
    void *buf;
    uint32_t size;
} rknn_output;

/* The whole of a model's file. */
typedef struct {
    char magic[4];            /* RSTM */
    int32_t init_code;        /* what rknn_init answers */
    int32_t dup_code;         /* what rknn_dup_context answers */
    int32_t run_code;         /* what rknn_run answers */
    int32_t get_code;         /* what rknn_outputs_get answers */
    int32_t hang;             /* a run waits for standin_continue, at most this many milliseconds */
    int32_t outputs;          /* how many outputs it claims; the second is a copy of the first */
    int32_t type;             /* rknn_tensor_type it claims to compute in */
    uint32_t height, width, channels;
    float a, b;
} model_file;

typedef struct {
    model_file model;
    float *picture;           /* planar, as set by rknn_inputs_set */
    float *result;
    int ran, got;
    atomic_int busy;
} context;

#define MOST 4096
static context *contexts[MOST];
static uint64_t last_context;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static atomic_int live, misuses, unplugged, masks;
static int waiting, go_on;

static uint32_t elements(const context *c) { return c->model.height * c->model.width * c->model.channels; }

static context *enter(rknn_context handle) {
    pthread_mutex_lock(&lock);
    context *c = handle < MOST ? contexts[handle] : NULL;
    pthread_mutex_unlock(&lock);
    if (!c) { misuses++; return NULL; }
    if (atomic_exchange(&c->busy, 1)) misuses++;   /* the real one is not made for two threads in a context */
    return c;
}

static int leave(context *c, int code) { c->busy = 0; return code; }

static int add(rknn_context *handle, const model_file *model) {
    context *c = calloc(1, sizeof *c);
    c->model = *model;
    c->picture = malloc(sizeof(float) * elements(c));
    c->result = malloc(sizeof(float) * elements(c));
    pthread_mutex_lock(&lock);
    *handle = ++last_context;
    contexts[*handle] = c;
    pthread_mutex_unlock(&lock);
    live++;
    return OK;
}

int rknn_init(rknn_context *handle, void *model, uint32_t size, uint32_t flag, void *extend) {
    (void) flag; (void) extend;
    model_file file;
    if (unplugged) return UNAVAILABLE;
    if (size != sizeof file || memcmp(model, "RSTM", 4)) return MODEL;
    memcpy(&file, model, sizeof file);
    return file.init_code ? file.init_code : add(handle, &file);
}

int rknn_dup_context(rknn_context *from, rknn_context *to) {
    context *c = enter(*from);
    if (!c) return CONTEXT;
    if (unplugged) return leave(c, UNAVAILABLE);
    return leave(c, c->model.dup_code ? c->model.dup_code : add(to, &c->model));
}

int rknn_destroy(rknn_context handle) {
    context *c = enter(handle);
    if (!c) return CONTEXT;
    pthread_mutex_lock(&lock);
    contexts[handle] = NULL;
    pthread_mutex_unlock(&lock);
    free(c->picture);
    free(c->result);
    free(c);
    live--;
    return OK;
}

static int describe(const context *c, int input, rknn_tensor_attr *attr, uint32_t size) {
    if (size != sizeof *attr || attr->index >= (input ? 1u : 2u)) return PARAM;
    const model_file *m = &c->model;
    uint32_t nhwc[] = {1, m->height, m->width, m->channels}, nchw[] = {1, m->channels, m->height, m->width};
    attr->n_dims = 4;
    memcpy(attr->dims, input ? nhwc : nchw, sizeof nhwc);
    strcpy(attr->name, input ? "picture" : attr->index ? "copy" : "result");
    attr->n_elems = attr->size = elements(c);
    attr->fmt = input ? NHWC : NCHW;
    attr->type = m->type;
    attr->qnt_type = AFFINE;
    attr->scale = 1 / 255.f;
    return OK;
}

int rknn_query(rknn_context handle, int command, void *info, uint32_t size) {
    context *c = enter(handle);
    if (!c) return CONTEXT;
    switch (command) {
    case 0: {
        if (size != sizeof(rknn_input_output_num)) return leave(c, PARAM);
        rknn_input_output_num *counts = info;
        counts->n_input = 1;
        counts->n_output = (uint32_t) c->model.outputs;
        return leave(c, OK);
    }
    case 1:
    case 2:
        return leave(c, describe(c, command == 1, info, size));
    case 5: {
        if (size != sizeof(rknn_sdk_version)) return leave(c, PARAM);
        rknn_sdk_version *version = info;
        strcpy(version->api_version, "2.3.0 (stand-in)");
        strcpy(version->drv_version, "0.9.8");
        return leave(c, OK);
    }
    default:
        return leave(c, PARAM);
    }
}

int rknn_set_core_mask(rknn_context handle, int mask) {
    context *c = enter(handle);
    if (!c) return CONTEXT;
    masks |= mask;
    return leave(c, mask > 7 ? PARAM : OK);
}

int rknn_inputs_set(rknn_context handle, uint32_t count, rknn_input *inputs) {
    context *c = enter(handle);
    if (!c) return CONTEXT;
    const model_file *m = &c->model;
    /* As the real one: "Meet unsupported src layout for normalize: NCHW, only support NHWC src layout!" */
    if (count != 1 || inputs->index != 0 || inputs->type != FLOAT32 || inputs->fmt != NHWC || inputs->pass_through
            || inputs->size != elements(c) * sizeof(float)) return leave(c, INPUT);
    const float *from = inputs->buf;
    for (uint32_t y = 0; y < m->height; y++)
        for (uint32_t x = 0; x < m->width; x++)
            for (uint32_t channel = 0; channel < m->channels; channel++)
                c->picture[(channel * m->height + y) * m->width + x] = *from++;
    return leave(c, OK);
}

static void hang(int milliseconds) {
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += milliseconds / 1000;
    pthread_mutex_lock(&lock);
    waiting++;
    pthread_cond_broadcast(&changed);
    while (!go_on && pthread_cond_timedwait(&changed, &lock, &end) == 0) {}
    waiting--;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

int rknn_run(rknn_context handle, void *extend) {
    (void) extend;
    context *c = enter(handle);
    if (!c) return CONTEXT;
    if (unplugged) return leave(c, UNAVAILABLE);
    if (c->model.run_code) return leave(c, c->model.run_code);
    if (c->model.hang) hang(c->model.hang);
    if (unplugged) return leave(c, UNAVAILABLE);
    for (uint32_t i = 0; i < elements(c); i++) c->result[i] = c->model.a * c->picture[i] + c->model.b;
    c->ran = 1;
    return leave(c, OK);
}

int rknn_outputs_get(rknn_context handle, uint32_t count, rknn_output *outputs, void *extend) {
    (void) extend;
    context *c = enter(handle);
    if (!c) return CONTEXT;
    if (c->model.get_code) return leave(c, c->model.get_code);
    if (!c->ran || count != (uint32_t) c->model.outputs) return leave(c, OUTPUT);
    for (uint32_t i = 0; i < count; i++) {
        if (!outputs[i].want_float || !outputs[i].is_prealloc || outputs[i].index != i
                || outputs[i].size != elements(c) * sizeof(float)) return leave(c, OUTPUT);
        memcpy(outputs[i].buf, c->result, outputs[i].size);
    }
    if (c->got) misuses++;
    c->got = 1;
    return leave(c, OK);
}

int rknn_outputs_release(rknn_context handle, uint32_t count, rknn_output *outputs) {
    (void) count; (void) outputs;
    context *c = enter(handle);
    if (!c) return CONTEXT;
    if (!c->got) misuses++;
    c->got = 0;
    return leave(c, OK);
}

/* For tests only. */

int standin_live(void) { return live; }

int standin_misuses(void) { return misuses; }

int standin_masks(void) { return masks; }

void standin_unplug(int away) { unplugged = away; }

/* Waits until so many runs hang. */
void standin_await(int runs) {
    pthread_mutex_lock(&lock);
    while (waiting != runs) pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
}

void standin_continue(int yes) {
    pthread_mutex_lock(&lock);
    go_on = yes;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}
