#include <stddef.h>

// openapi.yaml as it was when the program was built: in the program, so that it needs no file beside it.
extern const unsigned char *const openapi_yaml;
extern const size_t openapi_yaml_count;
