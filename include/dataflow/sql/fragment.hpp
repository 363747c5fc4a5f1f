// Parts of a statement that are known only at run time: a filter from outside.
//
// A node's statement is constant data, and its values travel apart. Such a part travels among the values, at the
// place of its own; before a driver runs the statement, it makes one that has the part in it (`unfolded`).
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <memory>
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

    virtual void write(writer& w) const = 0;
    /// Appends its values, in the order in which its text mentions them.
    virtual void bind(std::vector<value>& to) const = 0;
};

/// A statement with its parts in place, and all of its values. It is not kept prepared.
struct unfolded {
    unfolded(const statement& s, std::span<const value> given);
    unfolded(const unfolded&) = delete;
    unfolded& operator=(const unfolded&) = delete;

    sql::statement statement;
    std::unique_ptr<const fragment*[]> fragments;
    std::vector<value> values;
};

} // namespace dataflow::rooms::sql

#ifndef DATAFLOW_RUNTIME_APART
#include <dataflow/sql/fragment.ipp>
#endif
