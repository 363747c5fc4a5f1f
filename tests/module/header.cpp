// A file of the same program that includes what another one imports.
#include <dataflow/core/error.hpp>

#include <string>

std::string kind_by_the_header(const dataflow::error& of) {
    return of.kind() == dataflow::error_kind::unique_violation ? "unique_violation" : of.what();
}
