#include "COpenAPI.h"

static const unsigned char text[] = {
#embed "../../openapi.yaml"
};
const unsigned char *const openapi_yaml = text;
const size_t openapi_yaml_count = sizeof text;
