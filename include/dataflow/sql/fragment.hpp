// Parts of a statement that are known only at run time: a filter from JSON.
//
// A node's statement is constant data, and its values travel apart. Such a part travels among the values, at
// a place of its own; before a driver runs the statement, it makes one that has the part in it, and its
// values after the others (`unfolded`).
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/sql/bindings.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <span>
#include <vector>

namespace dataflow::rooms::sql {

/// A part of a statement. It must not change and not move while it is used.
class fragment {
  public:
    fragment() = default;
    fragment(const fragment&) = delete;
    fragment& operator=(const fragment&) = delete;
    virtual ~fragment() = default;

    /// Its values are those from `first` on.
    virtual void write(writer& w, place first) const = 0;
    /// Appends its values.
    virtual void bind(std::vector<value>& to) const = 0;
};

/// A part, where it stands among the statement's values, and its own first value.
struct placed_fragment {
    const fragment* part = nullptr;
    place at{};
    place first{};
};

constexpr const placed_fragment* writer::fragment_at(place at) const noexcept {
    for (const auto& f : fragments_)
        if (f.at.value == at.value) return &f;
    return nullptr;
}

/// A statement with its parts in place, and all of its values. It is kept prepared only where its `cache` is
/// for these parts (`keeps_fragments`).
struct unfolded {
    unfolded(const statement& s, const bindings& given);
    unfolded(const unfolded&) = delete;
    unfolded& operator=(const unfolded&) = delete;

    sql::statement statement;
    std::vector<placed_fragment> fragments;
    std::vector<value> values;
    sql::bindings bound;
};

} // namespace dataflow::rooms::sql

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/sql/fragment.ipp>
#endif
