// A trigger of the library's own.
#pragma once

#include <string>

namespace dataflow::rooms::sql {

/// A trigger, what it does as the catalog tells it, and the text that makes it.
struct mark_trigger {
    std::string name;
    std::string does;
    std::string make;
};

} // namespace dataflow::rooms::sql
