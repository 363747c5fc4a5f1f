// The filter of a node on a found table: a part of its statement that is known only at run time.
#pragma once

#include <dataflow/core/value.hpp>
#include <dataflow/dynamic/detail/filter.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/sql/fragment.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace dataflow::dynamic_ {

/// A checked filter. One that asks nothing is absent.
class operation_filter {
  public:
    operation_filter(const schema::table& t, part root) : held_(t, std::move(root)) {}

    [[nodiscard]] bool empty() const noexcept { return held_.empty(); }
    /// Its one value: itself.
    void bind(query::binder& to) const {
        if (empty()) to.skip(1, 0);
        else to.add(value::of_fragment(static_cast<const sql::fragment*>(&held_)));
    }
    /// The bits of a statement's variant; `filter`: that says that there is a condition.
    [[nodiscard]] std::uint64_t variant(std::uint64_t filter) const noexcept {
        return empty() ? 0 : filter | std::uint64_t{1} << query::first_optional_bit;
    }

    /// Appends what makes the text of a statement with it differ from that with another.
    void add_shape(dialect d, std::string& to) const {
        if (empty()) return;
        sql::writer w{d};
        held_.write(w, {});
        to += w.view();
    }

    static constexpr sql::clause clause{&write_fragment};

  private:
    condition held_;
};

} // namespace dataflow::dynamic_
