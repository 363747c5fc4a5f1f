// The code of core/kept_text.hpp.
#pragma once

#include <dataflow/core/kept_text.hpp>

#include <cstring>

namespace dataflow {

DATAFLOW_RUNTIME void kept_text::keep() {
    char* to = view_.size() <= room ? small_ : new char[view_.size()];
    if (!view_.empty()) std::memcpy(to, view_.data(), view_.size());
    where_ = to == small_ ? place::here : place::heap;
    view_ = {to, view_.size()};
}

} // namespace dataflow
